// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableList;

/**
 * Asks name servers, over dnsjava. At most one query of a name and type is on its way at a time; who asks the same
 * meanwhile gets its answer. Answers are kept as long as their TTL says, a day at the most and absence an hour, failures for a
 * short time. Thread-safe.
 */
public final class DnsResolver implements HostLookup {
    /** How long a failure may be remembered. */
    public static final Duration LONGEST_FAILURE = Duration.ofSeconds(30);

    private static final int MOST_FAILURES = 10_000;
    private static final int LONGEST_ANSWER_SECONDS = 24 * 60 * 60;
    /** RFC 2308 section 5: one to three hours work well. A zone that lost its records gets them back. */
    private static final int LONGEST_ABSENCE_SECONDS = 60 * 60;

    private static final int MAX_ALIASES = 8;
    /** Each query on its way takes a socket, and there are not so many of those. */
    private static final int MOST_OUTSTANDING = 2_500;
    /** More servers are not waited for. */
    private static final int MOST_SERVERS = 4;

    private final LookupSession session;
    private final Duration longest;
    private final Throttle throttle = new Throttle(MOST_OUTSTANDING);
    private final ConcurrentMap<Question, CompletableFuture<DnsAnswer<Record>>> outstanding = new ConcurrentHashMap<>();
    private final com.google.common.cache.Cache<Question, DnsAnswer<Record>> failures;

    /** A name and a type. */
    private static final class Question {
        private final Name name;
        private final int type;

        private Question(Name name, int type) {
            this.name = name;
            this.type = type;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Question && ((Question) other).name.equals(name) && ((Question) other).type == type;
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + type;
        }

        @Override
        public String toString() {
            return Type.string(type) + " " + name.toString(true);
        }
    }

    private DnsResolver(LookupSession session, Duration longest, Duration keepFailures) {
        this.failures = CacheBuilder.newBuilder()
                .maximumSize(MOST_FAILURES)
                .expireAfterWrite(keepFailures)
                .build();
        this.session = session;
        this.longest = longest;
    }

    /**
     * Returns a resolver.
     *
     * @param servers whom to ask, in order; those of this machine when empty
     * @param timeout the time for the answer of one server; a lost packet is asked for again within it
     * @param cacheSize how many answers are kept, at least 1
     * @param keepFailures how long a failure is remembered, up to {@link #LONGEST_FAILURE}
     */
    public static DnsResolver of(
            List<InetSocketAddress> servers, Duration timeout, int cacheSize, Duration keepFailures) {
        List<InetSocketAddress> asked = servers.isEmpty() ? serversOfThisMachine() : servers;
        NameServerList resolver = NameServerList.of(asked, timeout);
        Duration all = timeout.multipliedBy(Math.min(asked.size(), MOST_SERVERS));
        Cache cache = new Cache(DClass.IN);
        cache.setMaxEntries(cacheSize);
        cache.setMaxCache(LONGEST_ANSWER_SECONDS);
        cache.setMaxNCache(LONGEST_ABSENCE_SECONDS);
        return new DnsResolver(
                LookupSession.builder()
                        .resolver(resolver)
                        .cache(cache)
                        .maxRedirects(MAX_ALIASES)
                        .build(),
                // An answer behind an alias takes another query.
                all.multipliedBy(2),
                keepFailures);
    }

    /** Returns the name servers that this machine is set up to ask. */
    public static ImmutableList<InetSocketAddress> serversOfThisMachine() {
        return ImmutableList.copyOf(ResolverConfig.getCurrentConfig().servers());
    }

    @Override
    public CompletableFuture<DnsAnswer<MailExchanger>> mailExchangers(String domain) {
        return ask(domain, Type.MX).thenApply(answer -> answer.map(MXRecord.class::cast)
                .map(record -> MailExchanger.of(
                        record.getPriority(), record.getTarget().toString(true))));
    }

    @Override
    public CompletableFuture<DnsAnswer<InetAddress>> addresses(String host, AddressFamily family) {
        return family == AddressFamily.IPV4
                ? ask(host, Type.A).thenApply(answer -> answer.map(record -> ((ARecord) record).getAddress()))
                : ask(host, Type.AAAA).thenApply(answer -> answer.map(record -> ((AAAARecord) record).getAddress()));
    }

    /** Returns the names of {@code address}, without a dot at their end: its PTR records (RFC 1035 section 3.5, RFC 3596). */
    public CompletableFuture<DnsAnswer<String>> names(InetAddress address) {
        return ask(ReverseMap.fromAddress(address), Type.PTR)
                .thenApply(answer ->
                        answer.map(record -> ((PTRRecord) record).getTarget().toString(true)));
    }

    @Override
    public CompletableFuture<DnsAnswer<String>> texts(String name) {
        return ask(name, Type.TXT).thenApply(answer -> answer.map(record -> text((TXTRecord) record)));
    }

    private static String text(TXTRecord record) {
        StringBuilder text = new StringBuilder();
        record.getStringsAsByteArrays().forEach(part -> text.append(new String(part, StandardCharsets.ISO_8859_1)));
        return text.toString();
    }

    /**
     * Returns the TLSA records of {@code name}, such as {@code _25._tcp.mx.partner.example}. Whether DNSSEC proved them
     * is not known: they are nothing to rely on yet (RFC 7672 section 2.2).
     */
    public CompletableFuture<DnsAnswer<TlsaRecord>> tlsa(String name) {
        return ask(name, Type.TLSA).thenApply(answer -> answer.map(TLSARecord.class::cast)
                .map(record -> TlsaRecord.of(
                        record.getCertificateUsage(),
                        record.getSelector(),
                        record.getMatchingType(),
                        record.getCertificateAssociationData())));
    }

    private CompletableFuture<DnsAnswer<Record>> ask(String name, int type) {
        try {
            return ask(Name.concatenate(Name.fromString(name), Name.root), type);
        } catch (TextParseException | NameTooLongException e) {
            // What is no name cannot be anybody's.
            return CompletableFuture.completedFuture(DnsAnswer.absent());
        }
    }

    private CompletableFuture<DnsAnswer<Record>> ask(Name name, int type) {
        Question question = new Question(name, type);
        DnsAnswer<Record> failed = failures.getIfPresent(question);
        return failed == null
                ? outstanding.computeIfAbsent(question, this::send)
                : CompletableFuture.completedFuture(failed);
    }

    private CompletableFuture<DnsAnswer<Record>> send(Question question) {
        CompletableFuture<DnsAnswer<Record>> answer = new CompletableFuture<>();
        CompletableFuture<?> unusedLookup = throttle.run(() -> lookUp(question)).whenComplete((result, failure) -> {
            DnsAnswer<Record> said = failure == null
                    ? DnsAnswer.of(ofType(result.getRecords(), question.type))
                    : failed(question, root(failure));
            if (said.isTemporary()) {
                failures.put(question, said);
            }
            answer.complete(said);
        });
        // Behind the map's own update, in which nothing may be removed.
        CompletableFuture<?> unusedRemoval =
                answer.whenCompleteAsync((said, none) -> outstanding.remove(question, answer));
        return answer;
    }

    private CompletionStage<LookupResult> lookUp(Question question) {
        return session.lookupAsync(question.name, question.type)
                .toCompletableFuture()
                .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ImmutableList<Record> ofType(List<Record> records, int type) {
        return records.stream().filter(record -> record.getType() == type).collect(ImmutableList.toImmutableList());
    }

    private static DnsAnswer<Record> failed(Question question, Throwable failure) {
        if (failure instanceof NoSuchDomainException || failure instanceof NoSuchRRSetException) {
            return DnsAnswer.absent();
        }
        return DnsAnswer.temporary("DNS, " + question + ": " + how(failure));
    }

    private static String how(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof TimeoutException || message.startsWith("Timed out")) {
            return "no answer";
        }
        // What dnsjava runs into where a message lacks what it takes for granted.
        if (failure instanceof RuntimeException) {
            return "an answer that makes no sense";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : message;
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? root(cause) : failure;
    }
}
