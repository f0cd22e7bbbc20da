// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsVerdict;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.SmtpConnection;
import dev.strongpost.smtpclient.protocol.SmtpReply;

/**
 * One line for each attempt at a host, or each outcome of it: mail, recipients, rule, host, TLS facts, verdict and
 * reason; at INFO, and at WARN where it is the end of the delivery. Never content. What it logs it also tells to the
 * {@link DeliveryEvents}.
 */
final class AttemptLog {
    private static final Logger LOGGER = LoggerFactory.getLogger("dev.strongpost.delivery");

    private static final int MAX_BACKLOG = 10_000;

    private static final String ACCEPT = "accept";
    private static final String DEFER = "defer";
    private static final String REJECT = "reject";

    private final AtomicInteger backlog = new AtomicInteger();
    private final DeliveryEvents events;
    private final Clock clock;
    private final Executor writer;

    /**
     * Creates the log.
     *
     * @param writer writes the lines, in order: an appender may block, and attempts end on event loops
     */
    AttemptLog(DeliveryEvents events, Clock clock, Executor writer) {
        this.events = events;
        this.clock = clock;
        this.writer = writer;
    }

    /** Where lines come faster than they can be written, the thread with the next one waits for it. */
    private void write(Runnable line) {
        if (backlog.incrementAndGet() > MAX_BACKLOG) {
            backlog.decrementAndGet();
            line.run();
            return;
        }
        writer.execute(() -> {
            backlog.decrementAndGet();
            line.run();
        });
    }

    /** Logs at DEBUG why the rule of {@code attempt} was chosen from {@code table}. Costs nothing at other levels. */
    void chosen(DeliveryAttempt attempt, PolicyTable table) {
        if (LOGGER.isDebugEnabled()) {
            // All recipients of an attempt have the same rule.
            MailAddress recipient = attempt.recipients().get(0);
            String explanation = table.explain(
                            recipient.getLocalPart(), recipient.getDomain().asString())
                    .toString();
            LOGGER.debug("mail={} why: {}", attempt.mail().getName(), explanation.replace("\n  ", "; "));
        }
    }

    /** Notes that another host is tried. */
    void begun() {
        events.attempted();
    }

    /** Notes a verdict that counts; its line in the log is that of what comes of it. */
    void judged(TlsVerdict verdict) {
        events.judged(verdict);
    }

    /** Logs an attempt that ended before the transaction, or in the middle of it. */
    void failed(DeliveryAttempt attempt, ImmutableList<MailAddress> recipients, DeliveryFailure failure) {
        if (LOGGER.isInfoEnabled() || (LOGGER.isWarnEnabled() && failure.isPermanent())) {
            String mail = attempt.mail().getName();
            String verdict = failure.isPermanent() ? REJECT : DEFER;
            write(() -> log(
                    verdict,
                    "mail={} to={} rule=\"{}\" host={} tls=\"{}\" verdict={} reason=\"{}\"",
                    mail,
                    recipients,
                    failure.policy()
                            .map(DeliveryFailure.Policy::requirement)
                            .orElse(attempt.requirement())
                            .rule(),
                    failure.destination().map(Destination::toString).orElse("-"),
                    failure.policy().map(DeliveryFailure.Policy::offered).orElse("-"),
                    verdict,
                    failure.text()));
        }
    }

    /** Logs a transaction, with the reply that decided for each recipient: one line for all of the same outcome. */
    void answered(
            DeliveryAttempt attempt,
            SmtpConnection connection,
            boolean reused,
            ImmutableList<MailAddress> recipients,
            List<SmtpReply> replies) {
        if (replies.stream().anyMatch(SmtpReply::isPositive)) {
            events.accepted(connection.evidence(), QueueTime.since(attempt.mail(), clock.instant()));
        }
        if (LOGGER.isWarnEnabled()) {
            ImmutableListMultimap.Builder<String, Integer> outcomes = ImmutableListMultimap.builder();
            for (int i = 0; i < replies.size(); i++) {
                outcomes.put(verdict(replies.get(i)), i);
            }
            outcomes.build()
                    .asMap()
                    .forEach((verdict, places) -> answered(
                            attempt, connection, reused, verdict, at(recipients, places), at(replies, places)));
        }
    }

    private static String verdict(SmtpReply reply) {
        if (reply.isPositive()) {
            return ACCEPT;
        }
        return reply.isPermanent() ? REJECT : DEFER;
    }

    /** What ends a delivery is for administrators who show warnings alone, too. */
    private static void log(String verdict, String format, Object... values) {
        if (verdict.equals(REJECT)) {
            LOGGER.warn(format, values);
        } else {
            LOGGER.info(format, values);
        }
    }

    private static <T> ImmutableList<T> at(List<T> all, Collection<Integer> places) {
        return places.stream().map(all::get).collect(ImmutableList.toImmutableList());
    }

    private void answered(
            DeliveryAttempt attempt,
            SmtpConnection connection,
            boolean reused,
            String verdict,
            ImmutableList<MailAddress> recipients,
            ImmutableList<SmtpReply> replies) {
        String mail = attempt.mail().getName();
        write(() -> log(
                verdict,
                "mail={} to={} rule=\"{}\" host={} tls=\"{}\" verdict={} reused={} replies=\"{}\"",
                mail,
                recipients,
                attempt.requirement().rule(),
                connection.destination(),
                connection.evidence().describe(),
                verdict,
                reused,
                replies.stream().distinct().map(SmtpReply::toString).collect(Collectors.joining("; "))));
    }

    /** Logs at ERROR that this server could not do what its own rule asks: what is wrong is for its administrator. */
    void ownFault(DeliveryAttempt attempt, SmtpConnection connection, TlsFailure failure) {
        String mail = attempt.mail().getName();
        write(() -> LOGGER.error(
                "mail={} rule=\"{}\" host={} cannot be asked for TLS as the rule requires: {}",
                mail,
                failure.requirement().rule(),
                connection.destination(),
                connection.evidence().describe()));
    }

    /** Logs a rule in test that would have failed. */
    void wouldHaveFailed(DeliveryAttempt attempt, SmtpConnection connection, TlsFailure failure) {
        String mail = attempt.mail().getName();
        write(() -> LOGGER.warn(
                "mail={} rule=\"{}\" host={} in testing, would have failed: {} ({})",
                mail,
                attempt.requirement().rule(),
                connection.destination(),
                failure.reply(),
                failure.detail()));
        events.wouldHaveFailed(failure);
    }
}
