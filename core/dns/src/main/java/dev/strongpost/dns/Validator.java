// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.R;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * Validates what name servers say, from the trust anchors on (RFC 4035 section 5), over dnsjava's validator. What is bogus
 * fails; what is insecure comes without the flag AD. Limits of the work for one answer: {@link QueryBudget},
 * {@link ChainCache}, and those of dnsjava for keys of one tag (CVE-2023-50387) and for hashes (CVE-2023-50868).
 */
final class Validator implements AnswerSource {
    /** RFC 9276 section 3.2 lets a validator choose; unbound has the same number. */
    private static final String MOST_ITERATIONS = "150";

    private static final int KEPT_ZONES = 10_000;

    /** What dnsjava calls an absence behind more iterations than it computes. */
    private static final String TOO_MANY_ITERATIONS = "failed.nsec3_ignored";

    private static final int THREADS = 2;
    private static final Executor POOL = pool();

    private final ValidatingResolver resolver;
    private final ChainCache chain;

    private Validator(ChainCache chain, ValidatingResolver resolver) {
        this.chain = chain;
        this.resolver = resolver;
    }

    /**
     * Returns the validator of what {@code servers} say; they give signatures.
     *
     * @throws IllegalArgumentException when {@code anchors} are none, or not of the root
     */
    static Validator of(NameServerList servers, byte[] anchors) {
        // Keys of messages instead of texts: one of them has a meaning for us.
        R.setUseNeutralMessages(true);
        ChainCache chain = new ChainCache(servers, KEPT_ZONES);
        ValidatingResolver resolver = new ValidatingResolver(chain);
        try {
            resolver.init(settings());
            resolver.loadTrustAnchors(new ByteArrayInputStream(anchors));
        } catch (IOException e) {
            throw new IllegalArgumentException("given trust anchors that are no records: " + e.getMessage(), e);
        }
        // Without one nothing is validated, and so nothing proven to be signed.
        if (resolver.getTrustAnchors().find(Name.root, DClass.IN) == null) {
            throw new IllegalArgumentException(
                    "given no trust anchor for the root: allowed DS or DNSKEY records of it");
        }
        return new Validator(chain, resolver);
    }

    private static Properties settings() {
        Properties settings = new Properties();
        // By the size of the key; a size above the last one has the number of the last one.
        settings.setProperty("dnsjava.dnssec.nsec3.iterations.1024", MOST_ITERATIONS);
        settings.setProperty("dnsjava.dnssec.nsec3.iterations.2048", MOST_ITERATIONS);
        settings.setProperty("dnsjava.dnssec.nsec3.iterations.4096", MOST_ITERATIONS);
        settings.setProperty("dnsjava.dnssec.keycache.max_size", String.valueOf(KEPT_ZONES));
        return settings;
    }

    private static Executor pool() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "strongpost-dnssec");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public CompletionStage<Message> answer(Message query) {
        return answer(query, QueryBudget.on(POOL));
    }

    private CompletionStage<Message> answer(Message query, QueryBudget budget) {
        return resolver.sendAsync(query, budget).thenCompose(answer -> judged(query, answer, budget));
    }

    private CompletionStage<Message> judged(Message query, Message answer, QueryBudget budget) {
        int code = answer.getRcode();
        if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
            return answer.getHeader().getFlag(Flags.AD)
                    ? CompletableFuture.completedFuture(answer)
                    : behindAlias(query, answer, budget);
        }
        String detail = detail(answer);
        if (detail.startsWith(TOO_MANY_ITERATIONS)) {
            // Its signatures are good, and what they prove is not looked at: as though the zone were not signed.
            return CompletableFuture.completedFuture(absent(query));
        }
        IOException bogus = new IOException("DNSSEC validation failed ("
                + kind(answer).map(kind -> kind + ", ").orElse("") + detail + ")");
        return budget.received().filter(Validator::saysNothing).isPresent()
                ? unsignedAbsence(query, bogus)
                : bogus(query, bogus);
    }

    private CompletionStage<Message> bogus(Message query, IOException why) {
        chain.forget(query.getQuestion().getName());
        return CompletableFuture.failedFuture(why);
    }

    private static boolean saysNothing(Message answer) {
        return answer.getSection(Section.ANSWER).isEmpty()
                && answer.getSection(Section.AUTHORITY).isEmpty()
                && (answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN);
    }

    /**
     * An absence without a zone is what some servers of unsigned zones say. dnsjava has nothing then to find the zone by:
     * it is given a record without signature in place of the absence, which is bogus where the name is in a signed zone.
     */
    private CompletionStage<Message> unsignedAbsence(Message query, IOException why) {
        Message asked = AnswerSource.query(query.getQuestion().getName(), Type.A);
        Message made = absent(asked);
        made.getHeader().setFlag(Flags.QR);
        made.addRecord(
                new ARecord(query.getQuestion().getName(), DClass.IN, 0, InetAddress.getLoopbackAddress()),
                Section.ANSWER);
        return resolver.sendAsync(asked, QueryBudget.staging(POOL, made))
                .thenCompose(answer -> answer.getRcode() == Rcode.NOERROR
                                && !answer.getHeader().getFlag(Flags.AD)
                        ? CompletableFuture.completedFuture(absent(query))
                        : bogus(query, why));
    }

    /** dnsjava looks no further than an alias that is not signed: what it leads to may be signed, and bogus. */
    private CompletionStage<Message> behindAlias(Message query, Message answer, QueryBudget budget) {
        Record question = query.getQuestion();
        return answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == Type.CNAME && question.getType() != Type.CNAME)
                .filter(record -> record.getName().equals(question.getName()))
                .map(record -> AnswerSource.query(((CNAMERecord) record).getTarget(), question.getType()))
                .findFirst()
                .map(next -> answer(next, budget).thenApply(good -> answer))
                .orElseGet(() -> CompletableFuture.completedFuture(answer));
    }

    private static Message absent(Message query) {
        Message none = new Message(query.getHeader().getID());
        Header header = none.getHeader();
        header.setRcode(Rcode.NOERROR);
        none.addRecord(query.getQuestion(), Section.QUESTION);
        return none;
    }

    /** Returns dnsjava's word for what is wrong, with what it is about. */
    private static String detail(Message answer) {
        return answer.getSection(Section.ADDITIONAL).stream()
                .filter(record -> record.getDClass() == ValidatingResolver.VALIDATION_REASON_QCLASS)
                .map(Validator::text)
                .findFirst()
                .orElse("no reason known");
    }

    private static String text(Record record) {
        return String.join("", ((TXTRecord) record).getStrings());
    }

    /** Returns the words of RFC 8914 for what is wrong: {@code Signature Expired}. */
    private static Optional<String> kind(Message answer) {
        OPTRecord opt = answer.getOPT();
        return opt == null
                ? Optional.empty()
                : opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
                        .map(option -> ((ExtendedErrorCodeOption) option).getErrorCode())
                        .map(ExtendedErrorCodeOption::text)
                        .findFirst();
    }
}
