package dev.strongpost.mailets.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;

import dev.strongpost.policy.decision.TlsDecision;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsVerdict;
import dev.strongpost.smtpclient.Async;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.ErrorDescriptions;
import dev.strongpost.smtpclient.SmtpConnection;
import dev.strongpost.smtpclient.SmtpReply;
import dev.strongpost.smtpclient.SmtpTransaction;
import dev.strongpost.smtpclient.TlsProfile;
import dev.strongpost.smtpclient.pool.ConnectionLimitException;
import dev.strongpost.smtpclient.pool.ConnectionPool;

/**
 * One attempt on its way along the hosts of its domain, in order of preference, until one takes it. A host that fails
 * the policy is left with its reason, before a mail command is sent to it; any host that satisfies it gets the mail.
 *
 * <p>Runs on one thread at a time; each step happens after the one before it.
 */
final class MxDelivery {
    private static final Logger LOGGER = LoggerFactory.getLogger(MxDelivery.class);

    private final DeliveryAttempt attempt;
    private final ImmutableList<Destination> destinations;
    private final ConnectionPool pool;
    private final Sender sender;
    private final AttemptLog log;

    private final List<MailAddress> remaining;
    private final ImmutableListMultimap.Builder<Delivered, MailAddress> delivered = ImmutableListMultimap.builder();
    private final Map<MailAddress, DeliveryFailure> failures = new LinkedHashMap<>();
    private final List<DeliveryFailure> hostFailures = new ArrayList<>();
    /** Why the walk was broken off, to be begun anew later. */
    private Optional<DeliveryFailure> postponed = Optional.empty();
    /** The connection that is to be given back, however this ends. */
    private Optional<SmtpConnection> held = Optional.empty();

    /** Sends an attempt over a connection that was found good enough. */
    interface Sender {
        /** Returns the reply that decided for each of {@code recipients}, in order. */
        CompletableFuture<List<SmtpReply>> send(
                SmtpConnection connection, DeliveryAttempt attempt, List<MailAddress> recipients);
    }

    MxDelivery(
            DeliveryAttempt attempt,
            List<Destination> destinations,
            ConnectionPool pool,
            Sender sender,
            AttemptLog log) {
        this.attempt = attempt;
        this.destinations = ImmutableList.copyOf(destinations);
        this.pool = pool;
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
        log.begun();
        TlsProfile profile = TlsProfile.of(attempt.requirement());
        return Async.branch(
                pool.lease(destination, profile),
                connection -> judge(connection, true),
                failure -> noConnection(destination, failure));
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
        // RFC 3463: 4.4.1 no answer from host.
        return DeliveryFailure.connection(destination, "4.4.1", ErrorDescriptions.message(failure));
    }

    private CompletableFuture<Boolean> passBy(DeliveryFailure failure) {
        hostFailures.add(failure);
        log.failed(attempt, ImmutableList.copyOf(remaining), failure);
        return CompletableFuture.completedFuture(true);
    }

    private CompletableFuture<Boolean> judge(SmtpConnection connection, boolean mayRepeat) {
        held = Optional.of(connection);
        TlsVerdict verdict = TlsDecision.decide(
                attempt.requirement(),
                connection.evidence().servingNextHop(attempt.domain().asString()));
        boolean tolerated = !verdict.isAccepted() && attempt.requirement().isTesting();
        if (tolerated) {
            verdict.failure().ifPresent(failure -> log.wouldHaveFailed(attempt, connection, failure));
        } else {
            log.judged(verdict);
        }
        if (verdict.isAccepted() || tolerated) {
            return transact(connection, verdict, mayRepeat);
        }
        discard(connection);
        return passBy(policyFailure(connection, verdict));
    }

    private DeliveryFailure policyFailure(SmtpConnection connection, TlsVerdict verdict) {
        return verdict.fold(
                () -> {
                    throw new IllegalStateException("an accepted verdict is not a failure");
                },
                failure -> policyFailure(connection, failure, DeliveryFailure.Kind.TRANSIENT),
                failure -> policyFailure(connection, failure, DeliveryFailure.Kind.PERMANENT));
    }

    private DeliveryFailure policyFailure(SmtpConnection connection, TlsFailure failure, DeliveryFailure.Kind kind) {
        return DeliveryFailure.policy(
                kind, connection.destination(), attempt.requirement(), connection.evidence(), failure);
    }

    private CompletableFuture<Boolean> transact(SmtpConnection connection, TlsVerdict verdict, boolean mayRepeat) {
        return Async.branch(
                sender.send(connection, attempt, remaining),
                replies -> mayRepeat && saysGoodBye(connection, replies)
                        ? startAfresh(connection)
                        : taken(connection, verdict, replies),
                failure -> interrupted(connection, ErrorDescriptions.root(failure), mayRepeat));
    }

    private CompletableFuture<Boolean> taken(SmtpConnection connection, TlsVerdict verdict, List<SmtpReply> replies) {
        ImmutableList<MailAddress> asked = ImmutableList.copyOf(remaining);
        for (int i = 0; i < replies.size(); i++) {
            settle(connection, verdict, asked.get(i), replies.get(i));
        }
        remaining.removeIf(recipient -> !isStillToBeTried(recipient));
        held = Optional.empty();
        pool.release(connection);
        log.answered(attempt, connection, asked, replies);
        return CompletableFuture.completedFuture(true);
    }

    private void discard(SmtpConnection connection) {
        held = Optional.empty();
        pool.discard(connection);
    }

    private void settle(SmtpConnection connection, TlsVerdict verdict, MailAddress recipient, SmtpReply reply) {
        if (reply.isPositive()) {
            failures.remove(recipient);
            delivered.put(
                    new Delivered(
                            connection.destination(), connection.evidence(), attempt.requirement(), verdict, reply),
                    recipient);
        } else {
            failures.put(recipient, DeliveryFailure.replied(connection.destination(), reply));
        }
    }

    private boolean isStillToBeTried(MailAddress recipient) {
        DeliveryFailure failure = failures.get(recipient);
        return failure != null && !failure.isPermanent();
    }

    private CompletableFuture<Boolean> interrupted(SmtpConnection connection, Throwable failure, boolean mayRepeat) {
        boolean afterFinalDot = failure instanceof SmtpTransaction.Interrupted
                && ((SmtpTransaction.Interrupted) failure).isAfterFinalDot();
        boolean stale = connection.isReused() && !afterFinalDot;
        cut(connection);
        if (stale && mayRepeat) {
            return freshConnection(connection);
        }
        // Whether the host took the message before it went silent nobody knows. The next host is tried all the same, as
        // RemoteDelivery and Postfix do: a later attempt could deliver twice just as well, and a host that always
        // breaks here would keep the mail from the others for good.
        return passBy(lost(connection, failure));
    }

    /** RFC 5321 section 3.8: a server that wants to close a connection may answer 421 to any command. */
    private static boolean saysGoodBye(SmtpConnection connection, List<SmtpReply> replies) {
        return connection.isReused() && replies.stream().allMatch(reply -> reply.code() == 421);
    }

    private CompletableFuture<Boolean> startAfresh(SmtpConnection connection) {
        cut(connection);
        return freshConnection(connection);
    }

    private void cut(SmtpConnection connection) {
        connection.abort();
        discard(connection);
    }

    /** The peer had enough of a kept connection, which says nothing of the host: takes a fresh one, at once. */
    private CompletableFuture<Boolean> freshConnection(SmtpConnection stale) {
        return Async.branch(
                pool.leaseFresh(stale.destination(), stale.profile()),
                fresh -> judge(fresh, false),
                failure -> noConnection(stale.destination(), failure));
    }

    private static DeliveryFailure lost(SmtpConnection connection, Throwable failure) {
        // RFC 3463: 4.4.2 bad connection.
        return DeliveryFailure.connection(
                connection.destination(),
                "4.4.2",
                "lost " + connection.destination() + ": " + ErrorDescriptions.describe(failure));
    }

    private DeliveryReport report() {
        for (MailAddress recipient : remaining) {
            failures.computeIfAbsent(
                    recipient, unanswered -> postponed.orElseGet(() -> DeliveryFailure.decisive(hostFailures)));
        }
        return DeliveryReport.of(delivered.build(), failures);
    }
}
