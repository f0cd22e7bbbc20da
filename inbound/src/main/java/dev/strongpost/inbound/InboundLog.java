// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.inbound.connection.InboundConnection;
import dev.strongpost.inbound.rules.InboundDecision;
import dev.strongpost.text.Sanitizer;

/**
 * The lines about inbound mail, under the logger {@code dev.strongpost.inbound}, in the grammar of those about outbound
 * mail: one at INFO for each mail that is accepted, one at WARN for each sender or recipient that is refused, and at
 * most one for each connection that fails. Those that a stranger can provoke without end have a {@link LogRateLimiter}.
 * Never content, never more of what a client wrote than {@link Sanitizer} lets through.
 */
final class InboundLog {
    private static final Logger LOGGER = LoggerFactory.getLogger("dev.strongpost.inbound");

    private final LogRateLimiter failures;
    private final LogRateLimiter decisions;
    private final LogRateLimiter wrongUsage;

    InboundLog(LongSupplier nanoTime) {
        this.failures = new LogRateLimiter(nanoTime);
        this.decisions = new LogRateLimiter(nanoTime);
        this.wrongUsage = new LogRateLimiter(1, Duration.ofDays(1), nanoTime);
    }

    /** Logs that a connection was ended: a handshake that failed, or a connection that broke. */
    void failed(InboundConnection connection, Throwable why) {
        if (connection.fail()) {
            failures.take()
                    .ifPresent(withheld -> LOGGER.info(
                            "mail=- client={} port={} ended: {}{}",
                            connection.client(),
                            connection.port(),
                            ConnectionFailure.describe(why),
                            note(withheld)));
        }
    }

    /** Logs that a connection was ended because of what the client did: the first reason alone. */
    void refused(InboundConnection connection, String why) {
        if (connection.fail()) {
            failures.take()
                    .ifPresent(withheld -> LOGGER.warn(
                            "mail=- client={} port={} verdict=reject reason=\"{}\"{}",
                            connection.client(),
                            connection.port(),
                            why,
                            note(withheld)));
        }
    }

    private static String note(long withheld) {
        return withheld == 0 ? "" : " (and " + withheld + " lines like it before were withheld)";
    }

    /** Logs what was decided about a sender, if MAIL is answered by it. */
    void refused(InboundConnection connection, MaybeSender sender, InboundDecision decision) {
        refused(connection, sender, "", decision);
    }

    /** Logs what would have been refused of a sender. */
    void inTesting(InboundConnection connection, MaybeSender sender, InboundDecision decision) {
        inTesting(connection, sender, "", decision);
    }

    /** Logs what was decided about a recipient, if it is refused or would be. */
    void judged(InboundConnection connection, MaybeSender sender, MailAddress recipient, InboundDecision decision) {
        String to = " to=[" + Sanitizer.clean(recipient.asString()) + "]";
        refused(connection, sender, to, decision);
        inTesting(connection, sender, to, decision);
    }

    private void refused(InboundConnection connection, MaybeSender sender, String to, InboundDecision decision) {
        if (decision.isRefused()) {
            decisions
                    .take()
                    .ifPresent(withheld -> LOGGER.warn(
                            "mail=-{} from=<{}> rule=\"{}\" client={} port={} tls=\"{}\" verdict={} reply=\"{}\" reason=\"{}\"{}",
                            to,
                            Sanitizer.clean(sender.asString("")),
                            decision.describeRules(),
                            connection.client(),
                            connection.port(),
                            connection.evidence(),
                            decision.isDeferred() ? "defer" : "reject",
                            decision,
                            decision.reason(),
                            note(withheld)));
        }
    }

    private void inTesting(InboundConnection connection, MaybeSender sender, String to, InboundDecision decision) {
        decision.inTesting().forEach(failure -> decisions
                .take()
                .ifPresent(withheld -> LOGGER.warn(
                        "mail=-{} from=<{}> rule=\"{}\" client={} port={} in testing, would have failed: {} ({}){}",
                        to,
                        Sanitizer.clean(sender.asString("")),
                        failure.requirement().rule(),
                        connection.client(),
                        connection.port(),
                        failure.reply(),
                        failure.detail(),
                        note(withheld))));
    }

    /** Logs, once a day, that rules ask for certificates which public authorities do not issue any more. */
    void wrongUsage() {
        wrongUsage
                .take()
                .ifPresent(any -> LOGGER.warn(
                        "Clients present certificates that are trusted for servers only, while rules ask for client"
                                + " certificates: hold these partners by pin, or set clientCertificateUsage any in the"
                                + " handler InboundTls"));
    }

    /** Logs a mail that was accepted by those rules. */
    void accepted(InboundConnection connection, Mail mail, String rules) {
        LOGGER.info(
                "mail={} to={} from=<{}> rule=\"{}\" client={} port={} tls=\"{}\" verdict=accept",
                mail.getName(),
                Sanitizer.clean(String.valueOf(mail.getRecipients())),
                Sanitizer.clean(mail.getMaybeSender().asString("")),
                rules,
                connection.client(),
                connection.port(),
                connection.evidence());
    }
}
