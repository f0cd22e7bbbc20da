// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.transport.mailets.remote.delivery.DeliveryRetriesHelper;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.smtpclient.Async;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.Destinations;
import dev.strongpost.smtpclient.ErrorDescriptions;
import dev.strongpost.smtpclient.ResolutionException;
import dev.strongpost.smtpclient.SmtpConnection;
import dev.strongpost.smtpclient.pool.ConnectionPool;

/** One attempt at a mail: by the policy of this moment, to the hosts of this moment. */
final class MailDelivery {
    private static final Logger LOGGER = LoggerFactory.getLogger(MailDelivery.class);

    private final Supplier<PolicyTable> policy;
    private final Destinations destinations;
    private final PublishedPolicies published;
    private final boolean throughGateway;
    private final int maxDnsProblemRetries;
    private final ConnectionPool<SmtpConnection> pool;
    private final MxDelivery.Sender sender;
    private final Executor resolvers;
    private final AttemptLog log;
    private final Set<CompletableFuture<?>> lookups = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    MailDelivery(
            Supplier<PolicyTable> policy,
            Destinations destinations,
            PublishedPolicies published,
            boolean throughGateway,
            int maxDnsProblemRetries,
            ConnectionPool<SmtpConnection> pool,
            MxDelivery.Sender sender,
            Executor resolvers,
            AttemptLog log) {
        this.policy = policy;
        this.destinations = destinations;
        this.published = published;
        this.throughGateway = throughGateway;
        this.maxDnsProblemRetries = maxDnsProblemRetries;
        this.pool = pool;
        this.sender = sender;
        this.resolvers = resolvers;
        this.log = log;
    }

    /**
     * Attempts to deliver {@code mail}, and returns what became of each recipient. Reads from the mail and asks DNS:
     * for the threads that resolve names.
     */
    CompletableFuture<DeliveryReport> attempt(Mail mail) {
        try {
            PolicyTable table = policy.get();
            MailContent content = new MailContent(mail.getMessage());
            prepare(mail, content);
            ImmutableList<DeliveryAttempt> attempts = attempts(mail, content, table);
            attempts.forEach(attempt -> log.chosen(attempt, table));
            if (attempts.size() == 1) {
                return begin(attempts.get(0), Runnable::run).whenComplete((report, failure) -> content.close());
            }
            List<CompletableFuture<DeliveryReport>> reports = attempts.stream()
                    .map(attempt -> begin(attempt, resolvers))
                    .collect(ImmutableList.toImmutableList());
            return CompletableFuture.allOf(reports.toArray(new CompletableFuture<?>[0]))
                    .thenApply(all -> DeliveryReport.merge(
                            reports.stream().map(CompletableFuture::join).collect(ImmutableList.toImmutableList())))
                    .whenComplete((report, failure) -> content.close());
        } catch (MessagingException | RuntimeException e) {
            return CompletableFuture.completedFuture(unexpected(mail, ImmutableList.copyOf(mail.getRecipients()), e));
        }
    }

    private ImmutableList<DeliveryAttempt> attempts(Mail mail, MailContent content, PolicyTable table) {
        Preconditions.checkArgument(!Iterables.isEmpty(mail.getRecipients()), "a mail without recipients");
        return RecipientGroups.forTransactions(mail.getRecipients(), table, !throughGateway).stream()
                .map(group -> new DeliveryAttempt(mail, content, group))
                .collect(ImmutableList.toImmutableList());
    }

    private static void prepare(Mail mail, MailContent content) {
        try {
            content.prepare();
        } catch (IOException | MessagingException e) {
            // It is read again when there is a connection, and what to tell the sender is decided there.
            LOGGER.warn("mail={} cannot be read at this time", mail.getName(), e);
        }
    }

    private CompletableFuture<DeliveryReport> begin(DeliveryAttempt attempt, Executor resolver) {
        return CompletableFuture.completedFuture(attempt)
                .thenComposeAsync(this::resolveAndWalk, resolver)
                .exceptionally(
                        failure -> unexpected(attempt.mail(), attempt.recipients(), ErrorDescriptions.root(failure)));
    }

    /** An unexpected failure waits its turn as any other: it must not undo what other attempts of the mail achieved. */
    private static DeliveryReport unexpected(Mail mail, ImmutableList<MailAddress> recipients, Throwable failure) {
        LOGGER.error("mail={} to={} unexpected failure, trying again later", mail.getName(), recipients, failure);
        return DeliveryReport.allFailed(recipients, DeliveryFailure.unexpected());
    }

    /** Looks up no more hosts from now on. What was to be sent to them is deferred. */
    void stop() {
        stopping = true;
        lookups.forEach(MailDelivery::giveUp);
    }

    private CompletableFuture<DeliveryReport> resolveAndWalk(DeliveryAttempt attempt) {
        if (stopping) {
            return CompletableFuture.completedFuture(
                    DeliveryReport.allFailed(attempt.recipients(), DeliveryFailure.unexpected()));
        }
        CompletableFuture<PublishedPolicies.Outcome> policy =
                (throughGateway ? PublishedPolicies.throughGateway() : published).applyTo(attempt);
        CompletableFuture<ImmutableList<Destination>> hosts =
                destinations.of(attempt.domain().asString());
        return Async.branch(
                awaited(hosts.thenCombine(policy, (found, outcome) -> outcome)),
                outcome -> walk(outcome, hosts.join()),
                failure -> unresolved(attempt, ErrorDescriptions.root(failure)));
    }

    private CompletableFuture<DeliveryReport> walk(
            PublishedPolicies.Outcome outcome, ImmutableList<Destination> hosts) {
        DeliveryAttempt attempt = outcome.attempt();
        if (outcome.failure().isPresent()) {
            return CompletableFuture.completedFuture(
                    failed(attempt, outcome.failure().get()));
        }
        return new MxDelivery(attempt, hosts, throughGateway, this::awaited, pool, sender, log).walk();
    }

    /** An answer that was known leaves us where we are; another one comes on the thread of the resolver. */
    private <T> CompletableFuture<T> awaited(CompletableFuture<T> answer) {
        return answer.isDone() ? answer : tracked(answer).thenApplyAsync(found -> found, resolvers);
    }

    /** Returns the same future, which a stop ends: what is asked can take longer than a stop may. */
    @SuppressWarnings("CollectionUndefinedEquality") // the very same future is meant
    private <T> CompletableFuture<T> tracked(CompletableFuture<T> answer) {
        if (answer.isDone()) {
            return answer;
        }
        CompletableFuture<T> lookup = new CompletableFuture<>();
        lookups.add(lookup);
        Async.onEnd(lookup, (found, failure) -> lookups.remove(lookup));
        Async.forward(answer, lookup);
        if (stopping) {
            giveUp(lookup);
        }
        return lookup;
    }

    private static void giveUp(CompletableFuture<?> lookup) {
        lookup.completeExceptionally(ResolutionException.temporary("this server stopped before DNS answered"));
    }

    private CompletableFuture<DeliveryReport> unresolved(DeliveryAttempt attempt, Throwable failure) {
        return failure instanceof ResolutionException
                ? CompletableFuture.completedFuture(failed(attempt, (ResolutionException) failure))
                : CompletableFuture.failedFuture(failure);
    }

    private DeliveryReport failed(DeliveryAttempt attempt, ResolutionException unresolved) {
        return failed(attempt, reason(attempt.mail(), unresolved));
    }

    private DeliveryReport failed(DeliveryAttempt attempt, DeliveryFailure reason) {
        log.failed(attempt, attempt.recipients(), reason);
        return DeliveryReport.allFailed(attempt.recipients(), reason);
    }

    private DeliveryFailure reason(Mail mail, ResolutionException unresolved) {
        boolean tryAgain = unresolved.kind() == ResolutionException.Kind.NO_SUCH_DOMAIN
                && DeliveryRetriesHelper.retrieveRetries(mail) < maxDnsProblemRetries;
        DeliveryFailure failure = DeliveryFailure.unresolved(unresolved);
        return tryAgain ? failure.asTransient() : failure;
    }
}
