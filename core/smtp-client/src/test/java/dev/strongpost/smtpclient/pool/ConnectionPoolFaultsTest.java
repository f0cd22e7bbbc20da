// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.smtpclient.ConnectionEvents;
import dev.strongpost.smtpclient.ConnectionSettings;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.TlsProfile;

class ConnectionPoolFaultsTest {
    private static final TlsProfile MAY = TlsProfile.of(TlsRequirement.builtInMay());
    private static final Destination HOST = Destination.of("mx1.open.example", InetAddress.getLoopbackAddress(), 25);
    private static final ConnectionSettings ONE_AT_A_TIME = ConnectionSettings.builder()
            .maximum(1)
            .maximumPerHost(1)
            .idleTimeout(Duration.ZERO)
            .build();

    private final Queue<Supplier<CompletableFuture<FakeConnection>>> openings = new ArrayDeque<>();
    private final ConnectionPool<FakeConnection> pool = new ConnectionPool<>(
            (destination, profile) -> openings.remove().get(), ONE_AT_A_TIME, ConnectionEvents.NONE, Clock.systemUTC());

    private static FakeConnection connection() {
        return new FakeConnection(HOST, MAY);
    }

    private void willOpen(FakeConnection connection) {
        openings.add(() -> CompletableFuture.completedFuture(connection));
    }

    @Test
    void anOpenerThatThrowsShouldFailTheRequestAndFreeItsPlace() {
        openings.add(() -> {
            throw new IllegalStateException("a bug");
        });
        assertThat(pool.lease(HOST, MAY)).isCompletedExceptionally();
        assertThat(pool.size()).isZero();

        FakeConnection next = connection();
        willOpen(next);
        assertThat(pool.lease(HOST, MAY)).isCompletedWithValue(next);
    }

    @Test
    void anOpenerThatThrowsShouldNotLeaveThoseBehindItWaiting() {
        willOpen(connection());
        FakeConnection first = pool.lease(HOST, MAY).join();
        CompletableFuture<FakeConnection> second = pool.lease(HOST, MAY);
        CompletableFuture<FakeConnection> third = pool.lease(HOST, MAY);
        openings.add(() -> {
            throw new IllegalStateException("a bug");
        });
        FakeConnection last = connection();
        willOpen(last);
        pool.discard(first);

        assertThat(second).isCompletedExceptionally();
        assertThat(third).isCompletedWithValue(last);
    }

    @Test
    void aConnectionThatCannotBeResetShouldFreeItsPlace() {
        ConnectionPool<FakeConnection> keeping = new ConnectionPool<>(
                (destination, profile) -> openings.remove().get(),
                ConnectionSettings.builder().build(),
                ConnectionEvents.NONE,
                Clock.systemUTC());
        FakeConnection connection = connection();
        connection.needsReset = true;
        connection.reset = CompletableFuture.failedFuture(new IOException("RSET: 421 good bye"));
        willOpen(connection);
        keeping.lease(HOST, MAY);
        keeping.release(connection);

        assertThat(keeping.size()).isZero();
    }
}
