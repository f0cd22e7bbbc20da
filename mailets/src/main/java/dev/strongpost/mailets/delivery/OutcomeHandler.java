// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailPrioritySupport;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.james.transport.mailets.remote.delivery.Delay;
import org.apache.james.transport.mailets.remote.delivery.DeliveryRetriesHelper;
import org.apache.james.transport.mailets.remote.delivery.RemoteDeliveryConfiguration;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what an attempt leaves to do, before its queue item is acknowledged: mail for the success processor, bounces,
 * and the retry of what is deferred. The schedule and its bookkeeping on the mail are those of James's RemoteDelivery.
 *
 * <p>Nothing is lost when a bounce cannot be stored: its recipients are deferred instead. Blocks on the queue and the
 * spool: not for an event loop.
 */
final class OutcomeHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(OutcomeHandler.class);

    /** Shorter than what is left waiting for a slow host lasts, so that the host is not left idle. */
    private static final Duration POSTPONEMENT = Duration.ofSeconds(5);

    private final MailQueue queue;
    private final RemoteDeliveryConfiguration configuration;
    private final MailetContext context;
    private final Undeliverable undeliverable;
    private final DelayNotices delays;
    private final DeliveryEvents events;
    private final Clock clock;
    private volatile boolean stopping;

    OutcomeHandler(
            MailQueue queue,
            RemoteDeliveryConfiguration configuration,
            MailetContext context,
            Undeliverable undeliverable,
            DelayNotices delays,
            DeliveryEvents events,
            Clock clock) {
        this.queue = queue;
        this.configuration = configuration;
        this.context = context;
        this.undeliverable = undeliverable;
        this.delays = delays;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Has deferred recipients stored from now on without counting the attempt: it is this server's stop that interrupts
     * it. The last retry would otherwise end in a bounce.
     */
    void stop() {
        stopping = true;
    }

    /**
     * Stores the consequences of {@code report} for {@code mail}.
     *
     * @param requested the attempt was made before its time, on request: it is none of the schedule, which goes on as
     *     if it had not been made
     * @throws MessagingException when the queue does not take the retry; the recipients of {@code mail} are then those
     *     that still have to get it
     */
    void handle(Mail mail, DeliveryReport report, boolean requested) throws MessagingException {
        report.delivered().asMap().forEach((delivered, recipients) -> notifySuccess(mail, delivered, recipients));
        if (report.undelivered().isEmpty()) {
            events.delivered();
        }
        Set<MailAddress> waiting =
                new LinkedHashSet<>(giveUp(mail, report.refused().asMap()));
        boolean lastAttempt = !stopping && !requested && retriesOf(mail) >= configuration.getMaxRetries();
        if (lastAttempt) {
            waiting.addAll(giveUp(mail, report.deferred().asMap()));
        } else {
            delays.about(mail, report.deferred().asMap());
            waiting.addAll(report.deferred().values());
        }
        Set<MailAddress> postponed = new LinkedHashSet<>(report.postponed().values());
        if (waiting.isEmpty() && !postponed.isEmpty()) {
            postpone(mail, postponed);
        } else if (!waiting.isEmpty()) {
            waiting.addAll(postponed);
            enqueueAgain(mail, waiting, requested);
        }
    }

    /** Puts a mail back whose turn has not come. It is no attempt, so nothing is counted. */
    private void postpone(Mail mail, Set<MailAddress> waiting) throws MessagingException {
        mail.setRecipients(waiting);
        queue.enQueue(mail, stopping ? Duration.ZERO : POSTPONEMENT);
        LOGGER.debug("mail={} to={} postponed for {}", mail.getName(), waiting, POSTPONEMENT);
    }

    private void notifySuccess(Mail mail, Delivered delivered, Collection<MailAddress> recipients) {
        configuration.getOnSuccess().ifPresent(processor -> {
            try {
                Copies.send(mail, recipients, copy -> {
                    OutcomeAttributes.delivered(copy, delivered);
                    OutcomeAttributes.copied(copy, mail);
                    context.sendMail(copy, processor.getValue());
                });
            } catch (MessagingException | RuntimeException e) {
                // The mail is delivered: that is not to be repeated for the sake of its notice.
                LOGGER.error(
                        "mail={} delivered, but processor {} could not be told",
                        mail.getName(),
                        processor.getValue(),
                        e);
            }
        });
    }

    /** Bounces by reason. Returns the recipients of bounces that could not be stored. */
    private Set<MailAddress> giveUp(Mail mail, Map<DeliveryFailure, Collection<MailAddress>> failed) {
        Set<MailAddress> notStored = new LinkedHashSet<>();
        failed.forEach((failure, recipients) -> {
            try {
                undeliverable.store(mail, recipients, failure);
            } catch (MessagingException | RuntimeException e) {
                LOGGER.error(
                        "mail={} the bounce for {} could not be stored, trying again later",
                        mail.getName(),
                        recipients,
                        e);
                notStored.addAll(recipients);
            }
        });
        return notStored;
    }

    /** Puts a mail back that came out of the queue before it was due, because the queue was flushed for others. */
    void waitUntilDue(Mail mail) throws MessagingException {
        Duration delay = remaining(mail);
        queue.enQueue(mail, delay);
        LOGGER.debug("mail={} goes on waiting, for {}", mail.getName(), delay);
    }

    /**
     * Puts a mail back for the recipients that it has now, which are those that still have to get it: what became of it
     * could not be stored before. Nothing is counted.
     */
    void putBack(Mail mail) throws MessagingException {
        Duration delay = remaining(mail);
        queue.enQueue(mail, delay.compareTo(POSTPONEMENT) < 0 ? POSTPONEMENT : delay);
        LOGGER.info("mail={} to={} is in the queue again", mail.getName(), mail.getRecipients());
    }

    private Duration remaining(Mail mail) {
        Instant now = clock.instant();
        return DueTime.of(mail).map(due -> due.remaining(now)).orElse(Duration.ZERO);
    }

    private void enqueueAgain(Mail mail, Set<MailAddress> waiting, boolean requested) throws MessagingException {
        mail.setRecipients(waiting);
        if (stopping) {
            queue.enQueue(mail);
            LOGGER.info("mail={} to={} waits for the next start", mail.getName(), waiting);
            return;
        }
        if (requested) {
            Duration delay = remaining(mail);
            enqueue(mail, delay);
            LOGGER.info("mail={} to={} tried on request, goes on waiting, retry in={}", mail.getName(), waiting, delay);
            return;
        }
        int retry = countRetry(mail);
        Duration delay = delayBefore(retry);
        enqueue(mail, delay);
        LOGGER.info("mail={} to={} retry={} in={}", mail.getName(), waiting, retry, delay);
    }

    private void enqueue(Mail mail, Duration delay) throws MessagingException {
        DueTime.stamp(mail, clock.instant(), delay);
        queue.enQueue(mail, delay);
    }

    /**
     * Returns how often the mail was retried. A count from before it came to this queue, in another state, does not
     * matter.
     */
    private static int retriesOf(Mail mail) {
        return Mail.ERROR.equals(mail.getState()) ? DeliveryRetriesHelper.retrieveRetries(mail) : 0;
    }

    /** Keeps the books of James's RemoteDelivery on the mail. Returns the number of the retry to come, from 1. */
    private int countRetry(Mail mail) {
        mail.setLastUpdated(Date.from(clock.instant()));
        if (!Mail.ERROR.equals(mail.getState())) {
            mail.setState(Mail.ERROR);
            DeliveryRetriesHelper.initRetries(mail);
        }
        mail.setAttribute(new Attribute(Bouncer.IS_DELIVERY_PERMANENT_ERROR, AttributeValue.of(false)));
        DeliveryRetriesHelper.incrementRetries(mail);
        if (configuration.isUsePriority()) {
            mail.setAttribute(MailPrioritySupport.LOW_PRIORITY_ATTRIBUTE);
        }
        return DeliveryRetriesHelper.retrieveRetries(mail);
    }

    /**
     * Returns the delay before retry number {@code retry}, from 1, as James's RemoteDelivery takes it from delayTime.
     */
    private Duration delayBefore(int retry) {
        List<Duration> delays = configuration.getDelayTimes();
        return retry > delays.size() ? Delay.DEFAULT_DELAY_TIME : delays.get(retry - 1);
    }

    /** Frees what {@code mail} holds outside the heap. */
    void dispose(Mail mail) {
        LifecycleUtil.dispose(mail);
    }
}
