// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.time.Duration;
import java.util.Optional;

import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsVerdict;
import dev.strongpost.smtpclient.ConnectionEvents;

/**
 * What happens in a delivery, told as it happens to the metrics. Every method does nothing by default. They are
 * called from event loops and workers at once: an implementation is thread-safe, does not block and does not throw.
 */
public interface DeliveryEvents extends ConnectionEvents {
    /** Listens to nothing. */
    DeliveryEvents NONE = new DeliveryEvents() {};

    /** One host is being tried for one mail under one rule; what follows may use a pooled connection or a new one. */
    default void attempted() {}

    /** A connection was judged, by a rule that is enforced or one that found nothing amiss. */
    default void judged(TlsVerdict verdict) {}

    /** A connection was judged by a rule in testing, and mail crosses it although it fails that rule. */
    default void wouldHaveFailed(TlsFailure failure) {}

    /**
     * A host has taken a mail for one recipient at least.
     *
     * @param evidence what the mail crossed
     * @param sinceQueued the time since the mailet put the mail into its queue; empty when that was not recorded
     */
    default void accepted(TlsEvidence evidence, Optional<Duration> sinceQueued) {}

    /**
     * A mail was bounced, dropped or handed to the processor of a rule, because it cannot be delivered to some
     * recipients.
     *
     * @param rule whom the rule is for that was the cause ({@code partner.example}); empty for another cause
     */
    default void undeliverable(Optional<String> rule) {}

    /** A mail of the queue is done with: the attempt that just ended delivered it to all that were left to get it. */
    default void delivered() {}
}
