// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

import dev.strongpost.james.TlsMailAttributes;

/**
 * When a waiting mail is due, and since when it waits for that, kept on the mail: a queue that is flushed forgets the
 * delays it was given.
 */
public final class DueTime {
    private final Instant deferred;
    private final Instant due;

    private DueTime(Instant deferred, Instant due) {
        this.deferred = deferred;
        this.due = due;
    }

    /** Records on {@code mail} that it waits from {@code now} on, for {@code delay}; to the millisecond. */
    static void stamp(Mail mail, Instant now, Duration delay) {
        mail.setAttribute(attribute(TlsMailAttributes.DEFERRED, now));
        mail.setAttribute(attribute(TlsMailAttributes.DUE, now.plus(delay)));
    }

    private static Attribute attribute(AttributeName name, Instant instant) {
        return new Attribute(name, AttributeValue.of(instant.toEpochMilli()));
    }

    /** Removes from {@code mail} what an earlier delivery recorded. */
    public static void clear(Mail mail) {
        mail.removeAttribute(TlsMailAttributes.DEFERRED);
        mail.removeAttribute(TlsMailAttributes.DUE);
    }

    /** Returns what is recorded on {@code mail}; empty when it has never waited for a retry. */
    static Optional<DueTime> of(Mail mail) {
        return instant(mail, TlsMailAttributes.DEFERRED)
                .flatMap(deferred -> instant(mail, TlsMailAttributes.DUE).map(due -> new DueTime(deferred, due)));
    }

    private static Optional<Instant> instant(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, Long.class).map(Instant::ofEpochMilli);
    }

    /** Returns how long after {@code now} the mail is due; zero when it is due. */
    Duration remaining(Instant now) {
        return due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO;
    }

    /** Tells whether the mail waited already at {@code instant}, and is not due {@code now}. */
    boolean isWaiting(Instant instant, Instant now) {
        return !deferred.isAfter(instant) && due.isAfter(now);
    }
}
