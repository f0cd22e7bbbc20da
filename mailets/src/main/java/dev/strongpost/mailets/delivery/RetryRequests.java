// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;

/**
 * Whose waiting mail an administrator wants tried at once. A queue of James can be flushed only as a whole, so that
 * every waiting mail comes out; these requests tell which of them are tried, and which go back until they are due.
 *
 * <p>A request counts for {@link #VALID}: mail that comes out early later than that was flushed by someone else, and is
 * tried. Thread-safe.
 */
final class RetryRequests {
    /** Enough for a queue of a million mails to come out once. */
    static final Duration VALID = Duration.ofMinutes(10);

    private final Clock clock;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What to do with a mail that has come out of the queue. */
    enum Turn {
        /** Try it: it is due, or the queue was flushed by someone else. */
        DUE,
        /** Try it before it is due, which is no attempt of its schedule. */
        REQUESTED,
        /** Put it back until it is due: it came out because of others. */
        WAITS
    }

    private static final class Request {
        private final Predicate<MailAddress> recipients;
        private final Instant made;

        private Request(Predicate<MailAddress> recipients, Instant made) {
            this.recipients = recipients;
            this.made = made;
        }

        private boolean isFor(Mail mail) {
            return mail.getRecipients().stream().anyMatch(recipients);
        }
    }

    RetryRequests(Clock clock) {
        this.clock = clock;
    }

    /** Wants mail that waits now, and has one of these recipients, tried. Forgets the requests that count no more. */
    void add(Predicate<MailAddress> recipients) {
        Instant now = clock.instant();
        requests.removeIf(request -> isOver(request, now));
        requests.add(new Request(recipients, now));
    }

    private static boolean isOver(Request request, Instant now) {
        return now.isAfter(request.made.plus(VALID));
    }

    /** Tells what to do with {@code mail}. */
    Turn turnOf(Mail mail) {
        if (requests.isEmpty()) {
            return Turn.DUE;
        }
        Instant now = clock.instant();
        Optional<DueTime> due = DueTime.of(mail);
        Turn turn = Turn.DUE;
        for (Request request : requests) {
            if (due.isPresent() && !isOver(request, now) && due.get().isWaiting(request.made, now)) {
                if (request.isFor(mail)) {
                    return Turn.REQUESTED;
                }
                turn = Turn.WAITS;
            }
        }
        return turn;
    }
}
