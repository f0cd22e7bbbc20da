// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.strongpost.policy.decision.TlsDecision;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.decision.TlsVerdict;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.SmtpConnection;
import dev.strongpost.smtpclient.TlsProfile;
import dev.strongpost.smtpclient.pool.ConnectionPool;

/**
 * Leases connections and decides about each by its evidence. Only evidence of a full handshake made for this attempt
 * decides against a host: a pooled connection and a resumed session show what the host presented at an earlier time.
 */
final class ConnectionJudge {
    /** Others may leave a session to resume in between. After that the verdict is not a proof, and the mail waits. */
    private static final int MAX_HANDSHAKES = 2;

    private final ConnectionPool<SmtpConnection> pool;
    private final Optional<String> domain;

    /**
     * Decides about connections for mail to {@code domain}, the next hop; empty through a gateway, which is the next hop
     * itself, as in Postfix.
     */
    ConnectionJudge(ConnectionPool<SmtpConnection> pool, Optional<String> domain) {
        this.pool = pool;
        this.domain = domain;
    }

    /** Leases a connection, pooled or new. Fails as {@link ConnectionPool#lease} does. */
    CompletableFuture<JudgedConnection> lease(Destination destination, TlsRequirement requirement) {
        return judged(pool.lease(destination, TlsProfile.of(requirement)), requirement, MAX_HANDSHAKES);
    }

    /** Leases a new connection. */
    CompletableFuture<JudgedConnection> leaseFresh(Destination destination, TlsRequirement requirement) {
        return judged(pool.leaseFresh(destination, TlsProfile.of(requirement)), requirement, MAX_HANDSHAKES);
    }

    private CompletableFuture<JudgedConnection> judged(
            CompletableFuture<SmtpConnection> leased, TlsRequirement requirement, int handshakesLeft) {
        return leased.thenCompose(connection -> judge(connection, requirement, handshakesLeft));
    }

    private CompletableFuture<JudgedConnection> judge(
            SmtpConnection connection, TlsRequirement requirement, int handshakesLeft) {
        TlsVerdict verdict;
        try {
            verdict = decide(connection, requirement);
        } catch (RuntimeException e) {
            // A certificate of an unknown kind: the connection goes back all the same.
            pool.discard(connection);
            return CompletableFuture.failedFuture(e);
        }
        boolean conclusive = !connection.isUsed() && !connection.evidence().isResumed();
        if (verdict.isAccepted() || conclusive || handshakesLeft == 0) {
            return CompletableFuture.completedFuture(new JudgedConnection(connection, verdict));
        }
        connection.forgetSessions();
        pool.discard(connection);
        return judged(pool.leaseFresh(connection.destination(), connection.profile()), requirement, handshakesLeft - 1);
    }

    /** Returns the verdict on {@code connection} under {@code requirement}. */
    TlsVerdict decide(SmtpConnection connection, TlsRequirement requirement) {
        String nextHop = domain.orElse(connection.destination().hostName());
        return TlsDecision.decide(requirement, connection.evidence().servingNextHop(nextHop));
    }
}
