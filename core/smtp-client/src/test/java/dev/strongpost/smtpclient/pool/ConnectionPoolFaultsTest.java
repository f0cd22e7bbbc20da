package dev.strongpost.smtpclient.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

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
import dev.strongpost.smtpclient.SmtpConnection;
import dev.strongpost.smtpclient.TlsProfile;

class ConnectionPoolFaultsTest {
    private static final TlsProfile MAY = TlsProfile.of(TlsRequirement.builtInMay());
    private static final Destination HOST = Destination.of("mx1.open.example", InetAddress.getLoopbackAddress(), 25);
    private static final ConnectionSettings ONE_AT_A_TIME = ConnectionSettings.builder()
            .maximum(1)
            .maximumPerHost(1)
            .idleTimeout(Duration.ZERO)
            .build();

    private final Queue<Supplier<CompletableFuture<SmtpConnection>>> openings = new ArrayDeque<>();
    private final ConnectionPool pool = new ConnectionPool(
            (destination, profile) -> openings.remove().get(), ONE_AT_A_TIME, ConnectionEvents.NONE, Clock.systemUTC());

    private static SmtpConnection connection() {
        SmtpConnection connection = mock(SmtpConnection.class);
        when(connection.isOpen()).thenReturn(true);
        when(connection.destination()).thenReturn(HOST);
        when(connection.profile()).thenReturn(MAY);
        return connection;
    }

    private void willOpen(SmtpConnection connection) {
        openings.add(() -> CompletableFuture.completedFuture(connection));
    }

    @Test
    void anOpenerThatThrowsShouldFailTheRequestAndFreeItsPlace() {
        openings.add(() -> {
            throw new IllegalStateException("a bug");
        });
        assertThat(pool.lease(HOST, MAY)).isCompletedExceptionally();
        assertThat(pool.size()).isZero();

        SmtpConnection next = connection();
        willOpen(next);
        assertThat(pool.lease(HOST, MAY)).isCompletedWithValue(next);
    }

    @Test
    void anOpenerThatThrowsShouldNotLeaveThoseBehindItWaiting() {
        willOpen(connection());
        SmtpConnection first = pool.lease(HOST, MAY).join();
        CompletableFuture<SmtpConnection> second = pool.lease(HOST, MAY);
        CompletableFuture<SmtpConnection> third = pool.lease(HOST, MAY);
        openings.add(() -> {
            throw new IllegalStateException("a bug");
        });
        SmtpConnection last = connection();
        willOpen(last);
        pool.discard(first);

        assertThat(second).isCompletedExceptionally();
        assertThat(third).isCompletedWithValue(last);
    }

    @Test
    void aConnectionThatStillOwesAReplyShouldBeCutAndFreeItsPlace() {
        SmtpConnection connection = connection();
        doThrow(new IllegalStateException("still waiting for a response"))
                .when(connection)
                .quit();
        willOpen(connection);
        pool.lease(HOST, MAY);
        pool.discard(connection);

        verify(connection).abort();
        assertThat(pool.size()).isZero();
    }

    @Test
    void aConnectionThatCannotBeResetShouldFreeItsPlace() {
        ConnectionPool keeping = new ConnectionPool(
                (destination, profile) -> openings.remove().get(),
                ConnectionSettings.builder().build(),
                ConnectionEvents.NONE,
                Clock.systemUTC());
        SmtpConnection connection = connection();
        when(connection.hasOpenTransaction()).thenReturn(true);
        when(connection.reset()).thenThrow(new IllegalStateException("still waiting for a response"));
        willOpen(connection);
        keeping.lease(HOST, MAY);
        keeping.release(connection);

        assertThat(keeping.size()).isZero();
    }
}
