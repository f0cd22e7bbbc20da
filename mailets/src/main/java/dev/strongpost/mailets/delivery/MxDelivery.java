// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;

import dev.strongpost.policy.decision.FailureReason;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.smtpclient.Async;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.ErrorDescriptions;
import dev.strongpost.smtpclient.HostUnreachableException;
import dev.strongpost.smtpclient.SmtpConnection;
import dev.strongpost.smtpclient.TransactionResult;
import dev.strongpost.smtpclient.pool.ConnectionLimitException;
import dev.strongpost.smtpclient.pool.ConnectionPool;
import dev.strongpost.smtpclient.protocol.SmtpReply;

/**
 * One attempt on its way along the hosts of its domain, in order of preference, until one takes it. A host that fails
 * the policy is left with its reason, before a mail command is sent to it; any host that satisfies it gets the mail.
 *
 * <p>Runs on one thread at a time; each step happens after the one before it.
 */
final class MxDelivery {
    private static final Logger LOGGER = LoggerFactory.getLogger(MxDelivery.class);

    /** One for a connection that did not serve, one more for a host that does not know BDAT after all. */
    private static final int MAX_FRESH = 2;

    private final DeliveryAttempt whole;
    private final ImmutableList<Destination> destinations;
    private final Lookups lookups;
    private final ConnectionPool<SmtpConnection> pool;
    private final ConnectionJudge judge;
    private final Sender sender;
    private final AttemptLog log;

    private final List<MailAddress> remaining;
    private final ImmutableListMultimap.Builder<Delivered, MailAddress> delivered = ImmutableListMultimap.builder();
    private final Set<MailAddress> accepted = new HashSet<>();
    private final Map<MailAddress, DeliveryFailure> failures = new LinkedHashMap<>();
    private final List<DeliveryFailure> hostFailures = new ArrayList<>();
    /** The attempt with what it has to satisfy at the host that is being visited. */
    private DeliveryAttempt attempt;
    /** How the host that is being visited falls short of a rule that is only tested. */
    private Optional<TlsFailure> wouldHaveFailed = Optional.empty();
    /** Why the walk was broken off, to be begun anew later. */
    private Optional<DeliveryFailure> postponed = Optional.empty();
    /** The connection that is to be given back, however this ends. */
    private Optional<SmtpConnection> held = Optional.empty();

    /** Waits for a lookup that a stop ends, and leaves the threads of the resolver. */
    interface Lookups {
        /** Returns the same, on another thread where it was not known; fails when this server stops. */
        CompletableFuture<PublishedPolicies.Outcome> of(CompletableFuture<PublishedPolicies.Outcome> lookup);
    }

    /** Sends an attempt over a connection that was found good enough. */
    interface Sender {
        /** Returns the reply for which there is no use in a connection to {@code destination} now. */
        Optional<SmtpReply> refusalOf(Destination destination);

        /**
         * Returns what became of {@code recipients}, in order.
         *
         * @param onMessageSent is called when only the reply to the message is still to come
         */
        CompletableFuture<TransactionResult> send(
                SmtpConnection connection,
                DeliveryAttempt attempt,
                List<MailAddress> recipients,
                Runnable onMessageSent);
    }

    MxDelivery(
            DeliveryAttempt attempt,
            List<Destination> destinations,
            boolean throughGateway,
            Lookups lookups,
            ConnectionPool<SmtpConnection> pool,
            Sender sender,
            AttemptLog log) {
        this.whole = attempt;
        this.attempt = attempt;
        this.destinations = ImmutableList.copyOf(destinations);
        this.lookups = lookups;
        this.pool = pool;
        this.judge = new ConnectionJudge(
                pool, Optional.of(attempt.domain().asString()).filter(domain -> !throughGateway));
        this.sender = sender;
        this.log = log;
        this.remaining = new ArrayList<>(attempt.recipients());
    }

    /** Walks, and returns what became of each recipient. Does not fail. */
    CompletableFuture<DeliveryReport> walk() {
        return CompletableFuture.completedFuture(0).thenCompose(this::visitFrom).handle((end, failure) -> {
            if (failure != null) {
                hostFailures.add(unexpected(ErrorDescriptions.root(failure)));
                held.ifPresent(pool::discard);
            }
            return report();
        });
    }

    private DeliveryFailure unexpected(Throwable failure) {
        LOGGER.error(
                "mail={} unexpected failure, trying again later", attempt.mail().getName(), failure);
        return DeliveryFailure.unexpected();
    }

    private CompletableFuture<Void> visitFrom(int index) {
        if (index == destinations.size() || remaining.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return visit(destinations.get(index))
                .thenCompose(goOn -> goOn ? visitFrom(index + 1) : CompletableFuture.completedFuture(null));
    }

    /** Visits one host. Returns whether the next one may be tried. */
    private CompletableFuture<Boolean> visit(Destination destination) {
        if (destination.unresolvedBecause().isPresent()) {
            // RFC 3463: 4.4.3 directory server failure.
            return passBy(DeliveryFailure.connection(
                    destination, "4.4.3", destination.unresolvedBecause().get()));
        }
        return Async.branch(
                lookups.of(whole.at(destination)),
                outcome -> {
                    attempt = outcome.attempt();
                    return outcome.failure().isPresent()
                            ? passBy(outcome.failure().get())
                            : visitUnderItsPolicies(destination);
                },
                // RFC 3463: 4.4.3 directory server failure.
                failure ->
                        passBy(DeliveryFailure.connection(destination, "4.4.3", ErrorDescriptions.message(failure))));
    }

    private CompletableFuture<Boolean> visitUnderItsPolicies(Destination destination) {
        Optional<SmtpReply> refusal = sender.refusalOf(destination);
        if (refusal.isPresent()) {
            return passBy(DeliveryFailure.unreachable(destination, refusal.get()));
        }
        log.begun();
        wouldHaveFailed = Optional.empty();
        return attempt.requirement().isTesting() ? tryOut(destination) : deliver(destination);
    }

    private CompletableFuture<Boolean> deliver(Destination destination) {
        return Async.branch(
                judge.lease(destination, attempt.enforced()),
                judged -> decided(judged, MAX_FRESH),
                failure -> noConnection(destination, failure));
    }

    /**
     * Makes the handshake that the tested rule would make. Where that does not satisfy it, or nothing comes of it, the
     * mail goes as the rule that is enforced requires, over another connection.
     */
    private CompletableFuture<Boolean> tryOut(Destination destination) {
        return Async.branch(
                judge.lease(destination, attempt.requirement()),
                this::triedOut,
                failure -> mayServeOtherwise(failure) ? deliver(destination) : noConnection(destination, failure));
    }

    private CompletableFuture<Boolean> triedOut(JudgedConnection judged) {
        SmtpConnection connection = judged.connection();
        held = Optional.of(connection);
        logOwnFault(judged);
        wouldHaveFailed = judged.verdict().failure();
        wouldHaveFailed.ifPresent(failure -> log.wouldHaveFailed(attempt, connection, failure));
        if (judged.verdict().isAccepted() && servesEnforced(connection)) {
            return decided(judged, MAX_FRESH);
        }
        giveBack(judged);
        return deliver(connection.destination());
    }

    /** Tells whether a term of the enforced rule is that of the tested one, where it has it at all. */
    private static boolean isSame(Optional<String> tested, Optional<String> enforced) {
        return enforced.isEmpty() || enforced.equals(tested);
    }

    /** Tells whether the mail may go over the connection that was tried out: it is as the enforced rule requires, too. */
    private boolean servesEnforced(SmtpConnection connection) {
        TlsRequirement tested = attempt.requirement();
        TlsRequirement enforced = attempt.enforced();
        return tested.level().forbidsTls() == enforced.level().forbidsTls()
                && isSame(tested.clientCertificate(), enforced.clientCertificate())
                && isSame(tested.serverName(), enforced.serverName())
                && judge.decide(connection, enforced).isAccepted();
    }

    /** A connection that satisfies the tested rule serves the next mail; one that does not is of no use. */
    private void giveBack(JudgedConnection judged) {
        held = Optional.empty();
        if (judged.verdict().isAccepted()) {
            pool.release(judged.connection());
        } else {
            pool.discard(judged.connection());
        }
    }

    /** Tells whether a connection that is opened otherwise may succeed: one that failed before TLS would fail again. */
    private static boolean mayServeOtherwise(Throwable failure) {
        return ErrorDescriptions.unreachable(failure)
                .filter(HostUnreachableException::isAfterHandshake)
                .isPresent();
    }

    private CompletableFuture<Boolean> noConnection(Destination destination, Throwable failure) {
        Throwable root = ErrorDescriptions.root(failure);
        if (root instanceof ConnectionLimitException) {
            postponed = Optional.of(DeliveryFailure.postponed((ConnectionLimitException) root));
            return CompletableFuture.completedFuture(false);
        }
        return passBy(unreachable(destination, failure));
    }

    private static DeliveryFailure unreachable(Destination destination, Throwable failure) {
        Optional<SmtpReply> said = ErrorDescriptions.unreachable(failure).flatMap(HostUnreachableException::reply);
        // RFC 3463: 4.4.1 no answer from host.
        return said.isPresent()
                ? DeliveryFailure.unreachable(destination, said.get())
                : DeliveryFailure.connection(destination, "4.4.1", ErrorDescriptions.message(failure));
    }

    private CompletableFuture<Boolean> passBy(DeliveryFailure failure) {
        hostFailures.add(failure);
        log.failed(attempt, ImmutableList.copyOf(remaining), failure);
        return CompletableFuture.completedFuture(true);
    }

    private CompletableFuture<Boolean> decided(JudgedConnection judged, int freshLeft) {
        SmtpConnection connection = judged.connection();
        held = Optional.of(connection);
        log.judged(judged.verdict());
        if (judged.verdict().isAccepted()) {
            return transact(connection, freshLeft);
        }
        logOwnFault(judged);
        discard(connection);
        return passBy(policyFailure(judged));
    }

    private void logOwnFault(JudgedConnection judged) {
        judged.verdict()
                .failure()
                .filter(failure -> failure.reason() == FailureReason.OWN_FAULT)
                .ifPresent(failure -> log.ownFault(attempt, judged.connection(), failure));
    }

    private static DeliveryFailure policyFailure(JudgedConnection judged) {
        TlsFailure failure = judged.verdict().failure().orElseThrow();
        return DeliveryFailure.policy(
                judged.verdict().isRejected() ? DeliveryFailure.Kind.PERMANENT : DeliveryFailure.Kind.TRANSIENT,
                judged.connection().destination(),
                failure);
    }

    private CompletableFuture<Boolean> transact(SmtpConnection connection, int freshLeft) {
        boolean reused = connection.isUsed();
        return sender.send(connection, attempt, ImmutableList.copyOf(remaining), () -> passOn(connection))
                .thenCompose(result -> {
                    if (result.ending() == TransactionResult.Ending.TRY_AFRESH) {
                        cut(connection);
                        return freshLeft > 0
                                ? freshConnection(connection, freshLeft - 1)
                                : passBy(unstable(connection));
                    }
                    if (result.ending() == TransactionResult.Ending.UNFIT) {
                        giveBack(connection);
                        return passBy(DeliveryFailure.replied(
                                connection.destination(),
                                result.replies().get(0).orElseThrow()));
                    }
                    settle(connection, reused, result);
                    return goOn(connection, result);
                });
    }

    /** Lets the next mail begin when only the reply to this one is still to come. */
    private void passOn(SmtpConnection connection) {
        boolean stillHeld = held.filter(connection::equals).isPresent();
        if (stillHeld && pool.passOnEarly(connection)) {
            held = Optional.empty();
        }
    }

    private void settle(SmtpConnection connection, boolean reused, TransactionResult result) {
        ImmutableList<MailAddress> asked = ImmutableList.copyOf(remaining);
        ImmutableList.Builder<MailAddress> answered = ImmutableList.builder();
        ImmutableList.Builder<SmtpReply> replies = ImmutableList.builder();
        for (int i = 0; i < asked.size(); i++) {
            Optional<SmtpReply> reply = result.replies().get(i);
            if (reply.isPresent()) {
                settle(connection, asked.get(i), reply.get());
                answered.add(asked.get(i));
                replies.add(reply.get());
            }
        }
        remaining.removeIf(recipient -> isSettled(recipient));
        if (!replies.build().isEmpty()) {
            log.answered(attempt, connection, reused, answered.build(), replies.build());
        }
    }

    private void settle(SmtpConnection connection, MailAddress recipient, SmtpReply reply) {
        if (reply.isPositive()) {
            failures.remove(recipient);
            accepted.add(recipient);
            delivered.put(
                    new Delivered(
                            connection.destination(),
                            connection.evidence(),
                            attempt.requirement(),
                            wouldHaveFailed,
                            reply),
                    recipient);
        } else {
            failures.put(recipient, DeliveryFailure.replied(connection.destination(), reply));
        }
    }

    private boolean isSettled(MailAddress recipient) {
        DeliveryFailure failure = failures.get(recipient);
        return accepted.contains(recipient) || (failure != null && failure.isPermanent());
    }

    /** Gives the connection back. Returns whether the next host may be tried for those who remain. */
    private CompletableFuture<Boolean> goOn(SmtpConnection connection, TransactionResult result) {
        if (result.ending() == TransactionResult.Ending.ANSWERED) {
            giveBack(connection);
            return CompletableFuture.completedFuture(true);
        }
        cut(connection);
        // Whether the host took the message before the connection broke is unknown. The next host is tried all the
        // same, as RemoteDelivery and Postfix do: a later attempt could deliver twice just as well, and a host that
        // always breaks here would keep the mail from the others for good. One that has the message and is slow is
        // given time instead.
        CompletableFuture<Boolean> next = passBy(lost(connection, result.reason()));
        return result.ending() == TransactionResult.Ending.BROKEN ? next : next.thenApply(passed -> false);
    }

    private void giveBack(SmtpConnection connection) {
        held.filter(connection::equals).ifPresent(pool::release);
        held = Optional.empty();
    }

    private void discard(SmtpConnection connection) {
        held = Optional.empty();
        pool.discard(connection);
    }

    /** Closes a connection. The one who has it now, should it be passed on already, finds out by that. */
    private void cut(SmtpConnection connection) {
        connection.abort();
        held.ifPresent(pool::discard);
        held = Optional.empty();
    }

    /** A connection did not serve, which says nothing of the host: takes a fresh one, at once. */
    private CompletableFuture<Boolean> freshConnection(SmtpConnection stale, int freshLeft) {
        return Async.branch(
                judge.leaseFresh(stale.destination(), attempt.enforced()),
                fresh -> decided(fresh, freshLeft),
                failure -> noConnection(stale.destination(), failure));
    }

    private static DeliveryFailure unstable(SmtpConnection connection) {
        // RFC 3463: 4.5.0 other or undefined protocol status.
        return DeliveryFailure.connection(
                connection.destination(), "4.5.0", connection.destination() + " answers out of step");
    }

    private static DeliveryFailure lost(SmtpConnection connection, String reason) {
        // RFC 3463: 4.4.2 bad connection.
        return DeliveryFailure.connection(
                connection.destination(), "4.4.2", "lost " + connection.destination() + ": " + reason);
    }

    private DeliveryReport report() {
        for (MailAddress recipient : remaining) {
            failures.computeIfAbsent(
                    recipient, unanswered -> postponed.orElseGet(() -> DeliveryFailure.decisive(hostFailures)));
        }
        return DeliveryReport.of(delivered.build(), failures);
    }
}
