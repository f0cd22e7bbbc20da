// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.util.concurrent.TimeUnit;

import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.ManageableMailQueue;

import com.google.common.base.Ticker;

/**
 * The number of mails in a queue, counted at most once in half a minute: some queues read all of them for it.
 * Thread-safe.
 */
final class QueueLength {
    private static final long KEPT = TimeUnit.SECONDS.toNanos(30);
    private static final long UNKNOWN = -1;

    private final ManageableMailQueue queue;
    private final Ticker ticker;
    private long counted = UNKNOWN;
    private long countedAt;

    QueueLength(ManageableMailQueue queue, Ticker ticker) {
        this.queue = queue;
        this.ticker = ticker;
        this.countedAt = ticker.read() - KEPT;
    }

    /** Returns the number; {@value #UNKNOWN} when the queue cannot tell. */
    synchronized long get() {
        long now = ticker.read();
        if (now - countedAt >= KEPT) {
            counted = count();
            countedAt = now;
        }
        return counted;
    }

    private long count() {
        try {
            return queue.getSize();
        } catch (MailQueueException | RuntimeException e) {
            return UNKNOWN; // a gauge that fails would fail all metrics
        }
    }
}
