package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.strongpost.evidence.TlsEvidence;
import dev.strongpost.policy.TlsRequirement;

class HostWalkTest {
    private static final Destination HOST = Destination.of("mx1.open.example", InetAddress.getLoopbackAddress(), 25);

    private final ConnectionPool pool = mock(ConnectionPool.class);
    private final HostWalk.Courier courier = mock(HostWalk.Courier.class);
    private final AttemptLog log = mock(AttemptLog.class);
    private final SmtpConnection connection = mock(SmtpConnection.class);
    private MailAddress recipient;
    private HostWalk walk;

    @BeforeEach
    void setUp() throws Exception {
        recipient = new MailAddress("b@open.example");
        when(connection.destination()).thenReturn(HOST);
        when(connection.evidence()).thenReturn(TlsEvidence.notOffered());
        when(pool.lease(any(), any())).thenReturn(CompletableFuture.completedFuture(connection));
        Shipment shipment = new Shipment(
                mock(Mail.class),
                mock(MailContent.class),
                Domain.of("open.example"),
                TlsRequirement.builtInMay(),
                List.of(Recipient.of(recipient, Optional.empty())));
        walk = new HostWalk(shipment, List.of(HOST), pool, courier, log);
    }

    @Test
    void aConnectionShouldBeGivenBackWhenSendingBreaks() {
        when(courier.send(any(), any(), anyList())).thenThrow(new IllegalStateException("a bug"));

        DeliveryReport report = walk.walk().join();

        assertThat(report.deferred().values()).containsExactly(recipient);
        verify(pool).discard(connection);
        verify(pool, never()).release(any());
    }

    @Test
    void theSenderShouldNotBeToldWhatBroke() {
        when(courier.send(any(), any(), anyList()))
                .thenThrow(new IllegalStateException("still waiting for a response to [c2VjcmV0]"));

        assertThat(walk.walk().join().deferred().keySet())
                .singleElement()
                .satisfies(failure -> assertThat(failure.text()).doesNotContain("c2VjcmV0"));
    }

    @Test
    void aMailShouldCountAsDeliveredWhenOnlyItsLogBreaks() {
        when(courier.send(any(), any(), anyList()))
                .thenReturn(CompletableFuture.completedFuture(List.of(Reply.of(250, "2.0.0 taken"))));
        doThrow(new IllegalStateException("a bug")).when(log).answered(any(), any(), any(), anyList());

        DeliveryReport report = walk.walk().join();

        assertThat(report.delivered().values()).containsExactly(recipient);
        assertThat(report.undelivered()).isEmpty();
        verify(pool).release(connection);
        verify(pool, never()).discard(any());
    }

    @Test
    void aPoolThatBreaksShouldCostAnAttempt() {
        when(pool.lease(any(), any())).thenThrow(new IllegalStateException("a bug"));

        assertThat(walk.walk().join().deferred().values()).containsExactly(recipient);
    }

    @Test
    void aCrowdedHostShouldCostNoAttempt() {
        when(pool.lease(any(), any())).thenReturn(CompletableFuture.failedFuture(new Crowded(HOST)));

        DeliveryReport report = walk.walk().join();

        assertThat(report.postponed().values()).containsExactly(recipient);
        assertThat(report.deferred().values()).isEmpty();
        assertThat(report.refused().values()).isEmpty();
    }
}
