// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.transport.mailets.remote.delivery.RemoteDeliveryConfiguration;
import org.apache.mailet.MailetContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.util.concurrent.MoreExecutors;

import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.smtpclient.ClientThreads;
import dev.strongpost.smtpclient.ConnectionSettings;
import dev.strongpost.smtpclient.Credentials;
import dev.strongpost.smtpclient.Destinations;
import dev.strongpost.smtpclient.SmtpConnection;
import dev.strongpost.smtpclient.SmtpConnector;
import dev.strongpost.smtpclient.pool.ConnectionPool;
import io.netty.util.concurrent.ScheduledFuture;

/** The delivery of one mailet, put together: threads, connections, queue. Made once, started once, stopped once. */
public final class DeliveryEngine implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveryEngine.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(2);

    private final ClientThreads threads = new ClientThreads();
    private final ConnectionPool<SmtpConnection> pool;
    private final MailDelivery delivery;
    private final QueuePump pump;
    private final WaitingMail waiting;
    private final int mailsInFlight;

    /**
     * Puts an engine together. Nothing runs before {@link #start}.
     *
     * @param james the parameters shared with James's RemoteDelivery
     * @param mailsInFlight how many mails are taken from the queue before one has to be finished, at least 1
     * @param delayNotification how long a mail waits before its sender is told; zero for never
     * @param identities the certificates that rules may have presented
     * @param policy gives the active table at the moment it is asked
     * @param processors tells whether James has a processor of a name
     * @param events is told what happens
     */
    public DeliveryEngine(
            MailQueue queue,
            RemoteDeliveryConfiguration james,
            ConnectionSettings connections,
            int mailsInFlight,
            Duration delayNotification,
            Destinations destinations,
            PublishedPolicies published,
            Supplier<PolicyTable> policy,
            ClientIdentities identities,
            MailetContext context,
            Predicate<String> processors,
            DeliveryEvents events) {
        Clock clock = Clock.systemUTC();
        SmtpConnector connector =
                SmtpConnector.on(threads, identities, james.getHeloNameProvider()::getHeloName, connections, events);
        this.pool = new ConnectionPool<>(connector::open, connections, events, clock);
        this.delivery = new MailDelivery(
                policy,
                destinations,
                published,
                !james.getGatewayServer().isEmpty(),
                james.getDnsProblemRetry(),
                pool,
                new MessageSender(credentials(james), clock, threads.workers()),
                threads.resolvers(),
                new AttemptLog(events, clock, MoreExecutors.newSequentialExecutor(threads.workers())));
        OutcomeHandler outcomes = new OutcomeHandler(
                queue,
                james,
                context,
                new Undeliverable(james, context, processors, events),
                new DelayNotices(context, delayNotification, james.getHeloNameProvider()::getHeloName, clock),
                events,
                clock);
        this.mailsInFlight = mailsInFlight;
        RetryRequests requests = new RetryRequests(clock);
        this.waiting = new WaitingMail(queue, requests, clock);
        this.pump = new QueuePump(
                queue, requests, delivery, outcomes, threads.resolvers(), threads.workers(), mailsInFlight);
    }

    private static Optional<Credentials> credentials(RemoteDeliveryConfiguration james) {
        return Optional.ofNullable(james.getAuthUser()).map(user -> Credentials.of(user, james.getAuthPass()));
    }

    /** Begins to take mails from the queue. */
    public void start() {
        pump.start();
        ScheduledFuture<?> unused = threads.eventLoops().scheduleWithFixedDelay(this::tidyUp, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Has mail tried at once that waits for a retry and has one of these recipients, as if each were tried a second
     * time between two attempts: should it fail again, it waits on for the attempt that was due.
     *
     * @return how many mails that is
     * @throws MessagingException when the queue cannot be read or flushed
     */
    public long retryNow(Predicate<MailAddress> recipients) throws MessagingException {
        return waiting.retryNow(recipients);
    }

    /** Returns why no mail is taken from the queue; empty when it is. */
    public Optional<String> fault() {
        return pump.fault();
    }

    private void tidyUp() {
        try {
            pool.closeIdle();
            pool.serveLongWaiting();
            if (pump.isFull()) {
                pool.makeRoom(mailsInFlight);
            }
        } catch (RuntimeException e) {
            // Let out, it would end the schedule.
            LOGGER.error("connections could not be tidied up, trying again in a second", e);
        }
    }

    /**
     * Stops: takes no more mails, lets transactions finish for up to 10 seconds, and closes all connections. A mail
     * that this interrupts is stored for another attempt.
     */
    @Override
    public void close() {
        pump.stop();
        pool.close();
        if (!pump.awaitQuiet(PATIENCE)) {
            LOGGER.warn("stopping with mails in flight: their connections are cut, they will be tried again");
        }
        delivery.stop();
        threads.interrupt();
        pump.awaitQuiet(LAST_PATIENCE);
        threads.close();
    }
}
