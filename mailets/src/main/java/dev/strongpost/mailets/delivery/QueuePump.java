// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import javax.mail.MessagingException;

import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.mailet.Mail;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.smtpclient.Async;
import dev.strongpost.smtpclient.ErrorDescriptions;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Takes mails from the queue, no more at a time than may be in flight, and acknowledges each only after the remote 250
 * or after its retry or bounce is stored. A crash may so duplicate a mail, and never lose one.
 *
 * <p>What cannot be stored is kept in flight and stored again until that succeeds. It is not handed back meanwhile:
 * ActiveMQ takes a mail for poison that is handed back a seventh time, and moves it where James never looks, and each
 * time the mail would come out with the recipients that have got it already.
 */
final class QueuePump {
    private static final Logger LOGGER = LoggerFactory.getLogger(QueuePump.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** A queue that has not ended again for this long is being read. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

    /** Shorter than a stop waits for mails in flight. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final MailQueue queue;
    private final RetryRequests requests;
    private final MailDelivery delivery;
    private final OutcomeHandler outcomes;
    private final Executor resolvers;
    private final Executor workers;
    private final int maximumInFlight;
    private final Scheduler dequeuing;
    private final InFlight inFlight = new InFlight();
    private final Window window = new Window();
    private volatile Optional<String> fault = Optional.empty();
    private volatile long lastEnd;
    private volatile boolean stopping;

    /**
     * Creates the pump.
     *
     * @param requests tell which mails are tried before they are due
     * @param resolvers begin attempts
     * @param workers store what comes of them
     */
    QueuePump(
            MailQueue queue,
            RetryRequests requests,
            MailDelivery delivery,
            OutcomeHandler outcomes,
            Executor resolvers,
            Executor workers,
            int maximumInFlight) {
        this.queue = queue;
        this.requests = requests;
        this.delivery = delivery;
        this.outcomes = outcomes;
        this.resolvers = resolvers;
        this.workers = workers;
        this.maximumInFlight = maximumInFlight;
        this.dequeuing = Schedulers.newSingle("strongpost-dequeue", true);
    }

    /** Begins to take mails. */
    void start() {
        Flux.defer(() -> Flux.from(queue.deQueue()))
                .onErrorContinue((failure, item) -> LOGGER.error("the outgoing queue failed", failure))
                .doOnError(this::ended)
                .subscribeOn(dequeuing)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, PAUSE)
                        .maxBackoff(LONGEST_SILENCE.dividedBy(2))
                        .transientErrors(true))
                .subscribe(window);
    }

    /** A queue that ended may end again for good: the reason is said whole once, and that it goes on in a line. */
    private void ended(Throwable failure) {
        if (fault().isPresent()) {
            LOGGER.warn("the outgoing queue ended again, reading it later: {}", failure.toString());
        } else {
            LOGGER.error("the outgoing queue ended, reading it again", failure);
        }
        fault = Optional.of("the outgoing queue ended: " + failure);
        lastEnd = System.nanoTime();
    }

    /** Returns why no mail comes out of the queue; empty when it is being read. */
    Optional<String> fault() {
        return fault.filter(why -> System.nanoTime() - lastEnd < LONGEST_SILENCE.toNanos());
    }

    /** Asks the queue for as many mails as may be in flight, then for one more whenever one has ended. */
    private final class Window extends BaseSubscriber<MailQueueItem> {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(maximumInFlight);
        }

        @Override
        protected void hookOnNext(MailQueueItem item) {
            fault = Optional.empty();
            // A stop cancels the subscription, and nothing that is in flight.
            Async.onEnd(process(item), (done, failure) -> request(1));
        }
    }

    private CompletableFuture<Void> process(MailQueueItem item) {
        inFlight.begin();
        CompletableFuture<Void> settled =
                CompletableFuture.completedFuture(item).thenComposeAsync(this::take, resolvers);
        return Async.branch(settled, CompletableFuture::completedFuture, failure -> putBackLater(item, failure))
                .whenComplete((done, failure) -> end(item));
    }

    private CompletableFuture<Void> take(MailQueueItem item) {
        Mail mail = item.getMail();
        RetryRequests.Turn turn = requests.turnOf(mail);
        if (turn == RetryRequests.Turn.WAITS) {
            return CompletableFuture.runAsync(() -> settle(item, () -> outcomes.waitUntilDue(mail)), workers);
        }
        boolean requested = turn == RetryRequests.Turn.REQUESTED;
        return delivery.attempt(mail)
                .thenAcceptAsync(report -> settle(item, () -> outcomes.handle(mail, report, requested)), workers);
    }

    /** Stores what becomes of a mail. */
    private interface Storing {
        void store() throws MessagingException;
    }

    private static void settle(MailQueueItem item, Storing outcome) {
        try {
            outcome.store();
        } catch (MessagingException e) {
            throw new CompletionException(e);
        }
        acknowledge(item);
    }

    private static void acknowledge(MailQueueItem item) {
        try {
            item.done(CompletionStatus.SUCCESS);
        } catch (MessagingException | RuntimeException e) {
            // All that is to become of the mail is stored. To put it back would send it once more for certain; left
            // alone, it is given again only if the queue did not hear.
            LOGGER.error(
                    "mail={} is done, but the queue does not know",
                    item.getMail().getName(),
                    e);
        }
    }

    /** Puts a mail back that could not be handled: after a pause, since what prevented it may prevent it for long. */
    private CompletableFuture<Void> putBackLater(MailQueueItem item, Throwable failure) {
        LOGGER.error("mail={} goes back to the queue", item.getMail().getName(), ErrorDescriptions.root(failure));
        return putBackAfter(PAUSE, item);
    }

    private CompletableFuture<Void> putBackAfter(Duration pause, MailQueueItem item) {
        if (stopping) {
            handBack(item);
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = CompletableFuture.runAsync(
                () -> putBack(item),
                CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, workers));
        return Async.branch(done, CompletableFuture::completedFuture, failure -> {
            // Said once: a disk that is full has no room for more.
            LOGGER.debug("mail={} still does not go back", item.getMail().getName(), failure);
            Duration twice = pause.multipliedBy(2);
            return putBackAfter(twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice, item);
        });
    }

    private void putBack(MailQueueItem item) {
        if (stopping) {
            handBack(item);
        } else {
            settle(item, () -> outcomes.putBack(item.getMail()));
        }
    }

    /** Leaves a mail to the queue as it came, for the next start. */
    private static void handBack(MailQueueItem item) {
        try {
            item.done(CompletionStatus.RETRY);
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error(
                    "mail={} could not be put back; the queue gives it again when this server starts",
                    item.getMail().getName(),
                    e);
        }
    }

    private void end(MailQueueItem item) {
        try {
            outcomes.dispose(item.getMail());
        } finally {
            inFlight.end();
        }
    }

    /** Tells whether no more mail is taken before one has ended. */
    boolean isFull() {
        return inFlight.count() >= maximumInFlight;
    }

    /** Stops taking mails. Those in flight go on; what they do not achieve is no failed attempt. */
    void stop() {
        stopping = true;
        outcomes.stop();
        window.cancel();
        dequeuing.dispose();
    }

    /** Waits until no mail is in flight, for {@code patience} at the most. Returns whether that came true. */
    boolean awaitQuiet(Duration patience) {
        return inFlight.awaitNone(patience);
    }
}
