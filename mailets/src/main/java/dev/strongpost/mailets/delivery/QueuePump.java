package dev.strongpost.mailets.delivery;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import javax.annotation.Nullable;
import javax.mail.MessagingException;

import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Takes mails from the queue, no more at a time than may be in flight, and acknowledges each only after the remote 250 or
 * after its retry or bounce is stored. A crash may so duplicate a mail, and never lose one.
 */
final class QueuePump {
    private static final Logger LOGGER = LoggerFactory.getLogger(QueuePump.class);

    private final MailQueue queue;
    private final MailDelivery delivery;
    private final OutcomeHandler outcomes;
    private final Executor workers;
    private final int maximumInFlight;
    private final Scheduler dequeuing;
    private final InFlight inFlight = new InFlight();
    private @Nullable Disposable subscription;

    QueuePump(MailQueue queue, MailDelivery delivery, OutcomeHandler outcomes, Executor workers, int maximumInFlight) {
        this.queue = queue;
        this.delivery = delivery;
        this.outcomes = outcomes;
        this.workers = workers;
        this.maximumInFlight = maximumInFlight;
        this.dequeuing = Schedulers.newSingle("strongpost-dequeue", true);
    }

    /** Begins to take mails. */
    void start() {
        subscription = Flux.from(queue.deQueue())
                .flatMap(this::processed, maximumInFlight)
                .onErrorContinue((failure, item) -> LOGGER.error("the outgoing queue failed", failure))
                .subscribeOn(dequeuing)
                .subscribe();
    }

    private Mono<Void> processed(MailQueueItem item) {
        // Not Mono.fromFuture: that would cancel what is in flight when the subscription ends.
        return Mono.create(sink -> Async.onEnd(process(item), (done, failure) -> sink.success()));
    }

    private CompletableFuture<Void> process(MailQueueItem item) {
        inFlight.begin();
        Mail mail = item.getMail();
        return CompletableFuture.completedFuture(mail)
                .thenComposeAsync(delivery::attempt, workers)
                .thenAcceptAsync(report -> settle(item, report), workers)
                .exceptionally(failure -> putBack(item, failure))
                .whenComplete((done, failure) -> {
                    outcomes.dispose(mail);
                    inFlight.end();
                });
    }

    private void settle(MailQueueItem item, DeliveryReport report) {
        try {
            outcomes.handle(item.getMail(), report);
            item.done(CompletionStatus.SUCCESS);
        } catch (MessagingException e) {
            putBack(item, e);
        }
    }

    private @Nullable Void putBack(MailQueueItem item, Throwable failure) {
        LOGGER.error("mail={} goes back to the queue", item.getMail().getName(), Failures.root(failure));
        try {
            item.done(CompletionStatus.RETRY);
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error(
                    "mail={} could not be put back; the queue gives it again when this server starts",
                    item.getMail().getName(),
                    e);
        }
        return null;
    }

    /** Stops taking mails. Those in flight go on. */
    void stop() {
        if (subscription != null) {
            subscription.dispose();
        }
        dequeuing.dispose();
    }

    /** Waits until no mail is in flight, for {@code patience} at the most. Returns whether that came true. */
    boolean awaitQuiet(Duration patience) {
        return inFlight.awaitNone(patience);
    }
}
