// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;

/**
 * What the validator asks the name servers through. It asks for the keys of every zone between the root and a name, for
 * each name anew: those answers are kept for some minutes, and asked for once at a time. They are validated each time
 * all the same. Thread-safe.
 */
final class ChainCache implements Resolver {
    private static final Duration KEEP = Duration.ofMinutes(5);

    /** A signature takes a tenth of a millisecond and more to check. Answers of mail domains have a dozen. */
    private static final int MOST_SIGNATURES = 64;

    /** Keys, or a denial, and their signatures. */
    private static final int USUAL_RECORDS = 8;

    private final NameServerList servers;
    private final Cache<String, Message> kept;
    private final Map<String, CompletableFuture<Message>> underWay = new ConcurrentHashMap<>();

    ChainCache(NameServerList servers, int size) {
        this.servers = servers;
        this.kept = CacheBuilder.newBuilder()
                .maximumWeight((long) size * USUAL_RECORDS)
                .weigher(ChainCache::records)
                .expireAfterWrite(KEEP)
                .build();
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query) {
        throw new UnsupportedOperationException("the validator says for which answer it asks");
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        QueryBudget budget = (QueryBudget) executor;
        Optional<Message> staged = budget.staged(query);
        if (staged.isPresent()) {
            return CompletableFuture.completedFuture(staged.get().clone());
        }
        if (!budget.spend()) {
            return CompletableFuture.failedFuture(
                    new IOException("its validation takes more queries than one answer may"));
        }
        int type = query.getQuestion().getType();
        CompletionStage<Message> answer = type == Type.DS || type == Type.DNSKEY ? ofChain(query) : ask(query);
        // The thread that reads from name servers is no place to check signatures.
        return answer.thenApplyAsync(
                said -> {
                    // A copy: the validator changes the flags of what it gets.
                    Message fit = AnswerFilter.of(query, said);
                    budget.received(fit);
                    return fit;
                },
                executor);
    }

    private CompletionStage<Message> ofChain(Message query) {
        String key = key(query.getQuestion().getName(), query.getQuestion().getType());
        Message known = kept.getIfPresent(key);
        return known == null
                ? underWay.computeIfAbsent(key, none -> sendOnce(key, query))
                : CompletableFuture.completedFuture(known);
    }

    private CompletableFuture<Message> sendOnce(String key, Message query) {
        CompletableFuture<Message> answer = ask(query).toCompletableFuture();
        // Behind the map's own update, in which nothing may be removed.
        CompletableFuture<?> unused = answer.whenCompleteAsync((message, failure) -> {
            if (failure == null) {
                kept.put(key, message);
            }
            underWay.remove(key);
        });
        return answer;
    }

    private CompletionStage<Message> ask(Message query) {
        return servers.send(query).thenCompose(ChainCache::bounded);
    }

    private static int records(String key, Message answer) {
        return answer.getSection(Section.ANSWER).size()
                + answer.getSection(Section.AUTHORITY).size()
                + answer.getSection(Section.ADDITIONAL).size()
                + 1;
    }

    private static CompletionStage<Message> bounded(Message answer) {
        long signatures = Stream.of(Section.ANSWER, Section.AUTHORITY)
                .flatMap(section -> answer.getSection(section).stream())
                .filter(record -> record.getType() == Type.RRSIG)
                .count();
        return signatures > MOST_SIGNATURES
                ? CompletableFuture.failedFuture(
                        new IOException(signatures + " signatures in one answer, more than are checked"))
                : CompletableFuture.completedFuture(answer);
    }

    /** Forgets the keys of all zones above {@code name}: one of them may be why it did not validate. */
    void forget(Name name) {
        for (int labels = 0; labels < name.labels(); labels++) {
            Name zone = new Name(name, labels);
            kept.invalidate(key(zone, Type.DS));
            kept.invalidate(key(zone, Type.DNSKEY));
        }
    }

    private static String key(Name name, int type) {
        return type + " " + name.canonicalize();
    }

    @Override
    public void setPort(int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setTCP(boolean flag) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setIgnoreTruncation(boolean flag) {
        // It never is.
    }

    @Override
    public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
        // What the validator wants is how the list was made.
    }

    @Override
    public void setTSIGKey(TSIG key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Duration getTimeout() {
        return servers.timeout();
    }

    @Override
    public void setTimeout(Duration timeout) {
        throw new UnsupportedOperationException();
    }
}
