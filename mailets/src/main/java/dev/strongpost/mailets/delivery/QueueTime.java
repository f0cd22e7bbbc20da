// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

import dev.strongpost.james.TlsMailAttributes;

/**
 * When a mail was put into the queue, kept on the mail so that it outlives retries and restarts. The mail's own
 * {@code lastUpdated} does not: each retry sets it anew.
 */
public final class QueueTime {
    private QueueTime() {}

    /**
     * Records {@code now}, in milliseconds since 1970, on {@code mail}, in place of what an earlier delivery recorded.
     */
    public static void stamp(Mail mail, Instant now) {
        mail.setAttribute(new Attribute(TlsMailAttributes.QUEUED, AttributeValue.of(now.toEpochMilli())));
    }

    /** Returns the time from then to {@code now}, never negative; empty when it was not recorded. */
    static Optional<Duration> since(Mail mail, Instant now) {
        return AttributeUtils.getValueAndCastFromMail(mail, TlsMailAttributes.QUEUED, Long.class)
                // The clock may have been set back since.
                .map(queued -> Duration.ofMillis(Math.max(0, now.toEpochMilli() - queued)));
    }
}
