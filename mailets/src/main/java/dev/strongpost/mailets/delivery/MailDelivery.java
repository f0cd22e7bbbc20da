package dev.strongpost.mailets.delivery;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.transport.mailets.remote.delivery.DeliveryRetriesHelper;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.PolicyTable;

/** One attempt at a mail: by the policy of this moment, to the hosts of this moment. */
final class MailDelivery {
    private static final Logger LOGGER = LoggerFactory.getLogger(MailDelivery.class);

    private final Supplier<PolicyTable> policy;
    private final Destinations destinations;
    private final boolean throughGateway;
    private final int maxDnsProblemRetries;
    private final ConnectionPool pool;
    private final HostWalk.Courier courier;
    private final MailetContext context;
    private final Executor resolvers;
    private final AttemptLog log;
    private volatile boolean stopping;

    MailDelivery(
            Supplier<PolicyTable> policy,
            Destinations destinations,
            boolean throughGateway,
            int maxDnsProblemRetries,
            ConnectionPool pool,
            HostWalk.Courier courier,
            MailetContext context,
            Executor resolvers,
            AttemptLog log) {
        this.policy = policy;
        this.destinations = destinations;
        this.throughGateway = throughGateway;
        this.maxDnsProblemRetries = maxDnsProblemRetries;
        this.pool = pool;
        this.courier = courier;
        this.context = context;
        this.resolvers = resolvers;
        this.log = log;
    }

    /**
     * Attempts to deliver {@code mail}, and returns what became of each recipient. Reads from the mail and asks DNS: for the
     * threads that resolve names.
     */
    CompletableFuture<DeliveryReport> attempt(Mail mail) {
        try {
            PolicyTable table = policy.get();
            MailContent content = new MailContent(mail.getMessage(), context);
            prepare(mail, content);
            ImmutableList<Shipment> shipments = Shipments.of(mail, content, table, !throughGateway);
            shipments.forEach(shipment -> log.chosen(shipment, table));
            if (shipments.size() == 1) {
                return ship(shipments.get(0), Runnable::run).whenComplete((report, failure) -> content.close());
            }
            List<CompletableFuture<DeliveryReport>> reports = shipments.stream()
                    .map(shipment -> ship(shipment, resolvers))
                    .collect(ImmutableList.toImmutableList());
            return CompletableFuture.allOf(reports.toArray(new CompletableFuture<?>[0]))
                    .thenApply(all -> DeliveryReport.merge(
                            reports.stream().map(CompletableFuture::join).collect(ImmutableList.toImmutableList())))
                    .whenComplete((report, failure) -> content.close());
        } catch (MessagingException | RuntimeException e) {
            return CompletableFuture.completedFuture(unexpected(mail, ImmutableList.copyOf(mail.getRecipients()), e));
        }
    }

    private static void prepare(Mail mail, MailContent content) {
        try {
            content.prepare();
        } catch (IOException | MessagingException e) {
            // It is read again when there is a connection, and what to tell the sender is decided there.
            LOGGER.warn("mail={} cannot be read at this time", mail.getName(), e);
        }
    }

    private CompletableFuture<DeliveryReport> ship(Shipment shipment, Executor resolver) {
        return CompletableFuture.completedFuture(shipment)
                .thenComposeAsync(this::resolveAndWalk, resolver)
                .exceptionally(failure -> unexpected(shipment.mail(), addresses(shipment), Failures.root(failure)));
    }

    /** An unexpected failure waits its turn as any other: it must not undo what other shipments of the mail achieved. */
    private static DeliveryReport unexpected(Mail mail, ImmutableList<MailAddress> recipients, Throwable failure) {
        LOGGER.error("mail={} to={} unexpected failure, trying again later", mail.getName(), recipients, failure);
        return DeliveryReport.allFailed(recipients, DeliveryFailure.unexpected());
    }

    /** Looks up no more hosts from now on. What was to be sent to them is deferred. */
    void stop() {
        stopping = true;
    }

    private CompletableFuture<DeliveryReport> resolveAndWalk(Shipment shipment) {
        if (stopping) {
            return CompletableFuture.completedFuture(
                    DeliveryReport.allFailed(addresses(shipment), DeliveryFailure.unexpected()));
        }
        try {
            ImmutableList<Destination> hosts = destinations.of(shipment.domain());
            return new HostWalk(shipment, hosts, pool, courier, log).walk();
        } catch (Destinations.Unresolvable e) {
            return CompletableFuture.completedFuture(failed(shipment, e));
        }
    }

    private DeliveryReport failed(Shipment shipment, Destinations.Unresolvable unresolvable) {
        DeliveryFailure reason = unresolved(shipment.mail(), unresolvable);
        log.failed(shipment, shipment.recipients(), reason);
        return DeliveryReport.allFailed(addresses(shipment), reason);
    }

    private DeliveryFailure unresolved(Mail mail, Destinations.Unresolvable unresolvable) {
        boolean tryAgain =
                unresolvable.isNoSuchDomain() && DeliveryRetriesHelper.retrieveRetries(mail) < maxDnsProblemRetries;
        return tryAgain ? unresolvable.failure().asTransient() : unresolvable.failure();
    }

    private static ImmutableList<MailAddress> addresses(Shipment shipment) {
        return shipment.recipients().stream().map(Recipient::address).collect(ImmutableList.toImmutableList());
    }
}
