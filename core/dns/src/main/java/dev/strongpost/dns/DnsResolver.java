// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
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
import org.xbill.DNS.WireParseException;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableList;

/**
 * Asks name servers, over dnsjava. At most one query of a name and type is on its way at a time; a second one meanwhile
 * gets the same answer. Answers are kept as long as their TTL says, a day at the most and absence an hour, failures for a
 * short time. What DNSSEC proves of them is known where {@link Dnssec} says how. Thread-safe.
 */
public final class DnsResolver implements MailLookup {
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

    private final AnswerSource source;
    private final boolean validates;
    private final Duration longest;
    private final Throttle throttle = new Throttle(MOST_OUTSTANDING);
    private final ConcurrentMap<Question, CompletableFuture<DnsAnswer<Record>>> outstanding = new ConcurrentHashMap<>();
    private final Cache<Question, DnsAnswer<Record>> failures;
    private final Cache<Question, Kept> answers;

    /** An answer, and until when it is one by {@link System#nanoTime}. */
    private static final class Kept {
        private final DnsAnswer<Record> answer;
        private final long until;

        private Kept(DnsAnswer<Record> answer, long until) {
            this.answer = answer;
            this.until = until;
        }

        private boolean isFresh() {
            return System.nanoTime() - until < 0;
        }
    }

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

    private DnsResolver(
            AnswerSource source, boolean validates, Duration longest, int cacheSize, Duration keepFailures) {
        this.failures = CacheBuilder.newBuilder()
                .maximumSize(MOST_FAILURES)
                .expireAfterWrite(keepFailures)
                .build();
        this.answers = CacheBuilder.newBuilder().maximumSize(cacheSize).build();
        this.source = source;
        this.validates = validates;
        this.longest = longest;
    }

    /** Returns a resolver whose answers prove nothing; see the other one. */
    public static DnsResolver of(
            List<InetSocketAddress> servers, Duration timeout, int cacheSize, Duration keepFailures) {
        return of(servers, timeout, cacheSize, keepFailures, Dnssec.off());
    }

    /**
     * Returns a resolver.
     *
     * @param servers whom to ask, in order; those of this machine when empty
     * @param timeout the time for the answer of one server; a lost packet is asked for again within it
     * @param cacheSize how many answers are kept, at least 1
     * @param keepFailures how long a failure is remembered, up to {@link #LONGEST_FAILURE}
     * @param dnssec how it is found out what DNSSEC proves
     * @throws IllegalArgumentException when servers are trusted to validate that are not on this machine, or there is no
     *     trust anchor of the root
     */
    public static DnsResolver of(
            List<InetSocketAddress> servers, Duration timeout, int cacheSize, Duration keepFailures, Dnssec dnssec) {
        List<InetSocketAddress> asked = servers.isEmpty() ? serversOfThisMachine() : servers;
        Duration all = timeout.multipliedBy(Math.min(asked.size(), MOST_SERVERS));
        return new DnsResolver(
                source(asked, timeout, dnssec),
                dnssec.isOn(),
                all.multipliedBy(queriesOf(dnssec)),
                cacheSize,
                keepFailures);
    }

    private static AnswerSource source(List<InetSocketAddress> servers, Duration timeout, Dnssec dnssec) {
        NameServerList list = NameServerList.of(servers, timeout, dnssec.mode() == Dnssec.Mode.VALIDATE);
        switch (dnssec.mode()) {
            case VALIDATE:
                return Validator.of(list, dnssec.anchors());
            case RESOLVER:
                requireLoopback(servers);
                return AnswerSource.trusted(list);
            default:
                return AnswerSource.plain(list);
        }
    }

    private static void requireLoopback(List<InetSocketAddress> servers) {
        servers.stream()
                .filter(server -> server.isUnresolved() || !server.getAddress().isLoopbackAddress())
                .findFirst()
                .ifPresent(server -> {
                    throw new IllegalArgumentException("given " + server.getHostString()
                            + " as a name server that validates: allowed one on a" + " loopback address");
                });
    }

    /** An answer behind an alias takes another query; the keys of the zones above take some more, one after the other. */
    private static int queriesOf(Dnssec dnssec) {
        return dnssec.mode() == Dnssec.Mode.VALIDATE ? 5 : 2;
    }

    /** Asks for the records of the root: they are signed, and nothing else is known to be. */
    @Override
    public CompletableFuture<Optional<String>> testDnssec() {
        if (!validates) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        // Not from the cache: it is about the name servers of this moment.
        return lookUp(new Question(Name.root, Type.NS)).toCompletableFuture().handle((reply, failure) -> {
            if (failure != null) {
                return Optional.of("NS of the root: " + how(root(failure)));
            }
            return reply.answer().isProven()
                    ? Optional.empty()
                    : Optional.of("the name servers give the root's own records without proof");
        });
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

    @Override
    public CompletableFuture<DnsAnswer<String>> alias(String host) {
        return ask(host, Type.CNAME)
                .thenApply(answer ->
                        answer.map(record -> ((CNAMERecord) record).getTarget().toString(true)));
    }

    @Override
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
        Kept kept = answers.getIfPresent(question);
        DnsAnswer<Record> known = kept != null && kept.isFresh() ? kept.answer : failures.getIfPresent(question);
        return known == null
                ? outstanding.computeIfAbsent(question, this::send)
                : CompletableFuture.completedFuture(known);
    }

    private CompletableFuture<DnsAnswer<Record>> send(Question question) {
        CompletableFuture<DnsAnswer<Record>> answer = new CompletableFuture<>();
        CompletableFuture<?> unusedLookup = throttle.run(() -> lookUp(question)).whenComplete((reply, failure) -> {
            DnsAnswer<Record> said = failure == null ? kept(question, reply) : failed(question, root(failure));
            answer.complete(said);
        });
        // Behind the map's own update, in which nothing may be removed.
        CompletableFuture<?> unusedRemoval =
                answer.whenCompleteAsync((said, none) -> outstanding.remove(question, answer));
        return answer;
    }

    private CompletionStage<Reply> lookUp(Question question) {
        return follow(question.name, question.type, MAX_ALIASES)
                .toCompletableFuture()
                .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A server that does not resolve for us leaves us to ask for what its aliases lead to. */
    private CompletionStage<Reply> follow(Name name, int type, int aliasesLeft) {
        return source.answer(AnswerSource.query(name, type)).thenCompose(message -> {
            Reply reply = Reply.of(message, name, type);
            int left = aliasesLeft - reply.aliases();
            if (left < 0) {
                return CompletableFuture.failedFuture(new IOException("more than " + MAX_ALIASES + " aliases"));
            }
            return reply.isComplete()
                    ? CompletableFuture.completedFuture(reply)
                    : follow(reply.name(), type, left).thenApply(reply::then);
        });
    }

    private DnsAnswer<Record> kept(Question question, Reply reply) {
        DnsAnswer<Record> answer = reply.answer();
        long seconds = Math.min(reply.ttl(), reply.isAbsence() ? LONGEST_ABSENCE_SECONDS : LONGEST_ANSWER_SECONDS);
        if (seconds > 0) {
            answers.put(question, new Kept(answer, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds)));
        }
        return answer;
    }

    private DnsAnswer<Record> failed(Question question, Throwable failure) {
        DnsAnswer<Record> said = DnsAnswer.temporary("DNS, " + question + ": " + how(failure));
        failures.put(question, said);
        return said;
    }

    private static String how(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof TimeoutException || message.startsWith("Timed out")) {
            return "no answer";
        }
        // What dnsjava runs into where a message lacks what it takes for granted.
        if (failure instanceof RuntimeException || failure instanceof WireParseException) {
            return "an answer that makes no sense";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : message;
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? root(cause) : failure;
    }
}
