// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.james.queue.api.MailPrioritySupport;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;

/** James's memory queues, and what was put into them. An item counts as there until it is acknowledged. */
final class RecordingQueues extends MemoryMailQueueFactory {

    /** One mail put into a queue: the first time, or again after a failed attempt. */
    record Enqueued(List<String> recipients, Duration delay, int priority) {
        boolean isRetry() {
            return !delay.isZero();
        }

        @Override
        public String toString() {
            return String.join(",", recipients) + " in " + delay.toMillis() + " ms"
                    + (priority == MailPrioritySupport.NORMAL_PRIORITY ? "" : " at priority " + priority);
        }
    }

    private final ConcurrentMap<MailQueueName, MemoryCacheableMailQueue> queues = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Enqueued> enqueued = new ConcurrentLinkedQueue<>();
    private final AtomicLong waiting;
    private final MailQueueItemDecoratorFactory decorators;
    private volatile Consumer<Enqueued> onRetry = retry -> {};

    RecordingQueues() {
        this(new AtomicLong());
    }

    private RecordingQueues(AtomicLong waiting) {
        super(new Counting(waiting));
        this.waiting = waiting;
        this.decorators = new Counting(waiting);
    }

    /** Has {@code action} done each time a mail is to be tried again, before it is in the queue. */
    void onRetry(Consumer<Enqueued> action) {
        onRetry = action;
    }

    List<Enqueued> enqueued() {
        return List.copyOf(enqueued);
    }

    /** Tells whether every mail put in was taken out and acknowledged. */
    boolean isQuiet() {
        return waiting.get() == 0;
    }

    @Override
    public MemoryCacheableMailQueue createQueue(MailQueueName name, PrefetchCount count) {
        return queues.computeIfAbsent(name, Recording::new);
    }

    private final class Recording extends MemoryCacheableMailQueue {
        private Recording(MailQueueName name) {
            super(name, decorators, Clock.systemUTC());
            reference();
        }

        @Override
        public void enQueue(Mail mail, Duration delay) throws MailQueueException {
            Enqueued entry = new Enqueued(
                    mail.getRecipients().stream()
                            .map(address -> address.asString())
                            .sorted()
                            .toList(),
                    delay,
                    AttributeUtils.getValueAndCastFromMail(mail, MailPrioritySupport.MAIL_PRIORITY, Integer.class)
                            .orElse(MailPrioritySupport.NORMAL_PRIORITY));
            waiting.incrementAndGet();
            enqueued.add(entry);
            if (entry.isRetry()) {
                onRetry.accept(entry);
            }
            super.enQueue(mail, delay);
        }
    }

    private record Counting(AtomicLong waiting) implements MailQueueItemDecoratorFactory {
        @Override
        public MailQueueItemDecorator decorate(MailQueueItem item, MailQueueName name) {
            return new MailQueueItemDecorator(item) {
                @Override
                public Mail getMail() {
                    return mailQueueItem.getMail();
                }

                @Override
                public void done(CompletionStatus status) throws MailQueueException {
                    mailQueueItem.done(status);
                    waiting.decrementAndGet();
                }
            };
        }
    }
}
