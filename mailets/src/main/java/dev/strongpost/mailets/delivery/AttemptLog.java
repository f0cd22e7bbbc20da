package dev.strongpost.mailets.delivery;

import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.evidence.TlsEvidence;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.TlsFailure;
import dev.strongpost.policy.TlsVerdict;

/**
 * One line at INFO for each attempt at a host: mail, recipients, rule, host, TLS facts, verdict and reason. Never content.
 * What it logs it also tells to the {@link DeliveryEvents}.
 */
final class AttemptLog {
    private static final Logger LOGGER = LoggerFactory.getLogger("dev.strongpost.delivery");

    private final DeliveryEvents events;
    private final Clock clock;

    AttemptLog(DeliveryEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** Logs at DEBUG why the rule of {@code shipment} was chosen from {@code table}. Costs nothing at other levels. */
    void chosen(Shipment shipment, PolicyTable table) {
        if (LOGGER.isDebugEnabled()) {
            // All recipients of a shipment have the same rule.
            MailAddress recipient = shipment.recipients().get(0).address();
            String explanation = table.explain(
                            recipient.getLocalPart(), recipient.getDomain().asString())
                    .toString();
            LOGGER.debug("mail={} why: {}", shipment.mail().getName(), explanation.replace("\n  ", "; "));
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
    void failed(Shipment shipment, List<Recipient> recipients, DeliveryFailure failure) {
        LOGGER.info(
                "mail={} to={} rule=\"{}\" host={} tls=\"{}\" verdict={} reason=\"{}\"",
                shipment.mail().getName(),
                recipients,
                shipment.requirement().rule(),
                failure.destination().map(Destination::toString).orElse("-"),
                failure.policy().map(DeliveryFailure.Policy::offered).orElse("-"),
                failure.isPermanent() ? "reject" : "defer",
                failure.text());
    }

    /** Logs a transaction, with the reply that decided for each recipient. */
    void answered(Shipment shipment, SmtpConnection connection, List<Recipient> recipients, List<Reply> replies) {
        TlsEvidence evidence = connection.evidence();
        LOGGER.info(
                "mail={} to={} rule=\"{}\" host={} tls=\"{}\" verdict=accept reused={} replies=\"{}\"",
                shipment.mail().getName(),
                recipients,
                shipment.requirement().rule(),
                connection.destination(),
                evidence.describe(),
                connection.isReused(),
                replies.stream().distinct().map(Reply::toString).collect(Collectors.joining("; ")));
        if (replies.stream().anyMatch(Reply::isPositive)) {
            events.accepted(evidence, QueueTime.since(shipment.mail(), clock.instant()));
        }
    }

    /** Logs a rule in test that would have failed. */
    void wouldHaveFailed(Shipment shipment, SmtpConnection connection, TlsFailure failure) {
        LOGGER.warn(
                "mail={} rule=\"{}\" host={} in testing, would have failed: {} ({})",
                shipment.mail().getName(),
                shipment.requirement().rule(),
                connection.destination(),
                failure.reply(),
                failure.detail());
        events.wouldHaveFailed(failure);
    }
}
