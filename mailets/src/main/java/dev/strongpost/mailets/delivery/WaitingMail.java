// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Predicate;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueIterator;
import org.apache.mailet.Mail;

/** The mail in a queue that waits for a retry. */
final class WaitingMail {
    private final MailQueue queue;
    private final RetryRequests requests;
    private final Clock clock;

    WaitingMail(MailQueue queue, RetryRequests requests, Clock clock) {
        this.queue = queue;
        this.requests = requests;
        this.clock = clock;
    }

    /**
     * Requests that mail with one of these recipients is tried at once, and makes the queue give out what waits. Nothing
     * is flushed where no such mail waits.
     *
     * @return how many mails are tried
     */
    long retryNow(Predicate<MailAddress> recipients) throws MessagingException {
        if (!(queue instanceof ManageableMailQueue)) {
            throw new MessagingException("the queue " + queue.getName().asString() + " cannot be flushed");
        }
        ManageableMailQueue manageable = (ManageableMailQueue) queue;
        long waiting = count(manageable, recipients);
        if (waiting > 0) {
            requests.add(recipients);
            long unused = manageable.flush();
        }
        return waiting;
    }

    private long count(ManageableMailQueue manageable, Predicate<MailAddress> recipients) throws MessagingException {
        Instant now = clock.instant();
        long waiting = 0;
        MailQueueIterator items = manageable.browse();
        try {
            while (items.hasNext()) {
                waiting += isWaiting(items.next().getMail(), recipients, now) ? 1 : 0;
            }
        } finally {
            items.close();
        }
        return waiting;
    }

    private static boolean isWaiting(Mail mail, Predicate<MailAddress> recipients, Instant now) {
        return DueTime.of(mail).filter(due -> due.isWaiting(now, now)).isPresent()
                && mail.getRecipients().stream().anyMatch(recipients);
    }
}
