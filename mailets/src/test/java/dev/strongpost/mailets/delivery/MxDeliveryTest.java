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
import java.util.concurrent.CompletableFuture;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.SmtpConnection;
import dev.strongpost.smtpclient.SmtpReply;
import dev.strongpost.smtpclient.pool.ConnectionLimitException;
import dev.strongpost.smtpclient.pool.ConnectionPool;

class MxDeliveryTest {
    private static final Destination HOST = Destination.of("mx1.open.example", InetAddress.getLoopbackAddress(), 25);

    private final ConnectionPool pool = mock(ConnectionPool.class);
    private final MxDelivery.Sender sender = mock(MxDelivery.Sender.class);
    private final AttemptLog log = mock(AttemptLog.class);
    private final SmtpConnection connection = mock(SmtpConnection.class);
    private MailAddress recipient;
    private MxDelivery walk;

    @BeforeEach
    void setUp() throws Exception {
        recipient = new MailAddress("b@open.example");
        when(connection.destination()).thenReturn(HOST);
        when(connection.evidence()).thenReturn(TlsEvidence.notOffered());
        when(pool.lease(any(), any())).thenReturn(CompletableFuture.completedFuture(connection));
        DeliveryAttempt attempt = new DeliveryAttempt(
                mock(Mail.class),
                mock(MailContent.class),
                new RecipientGroup(Domain.of("open.example"), TlsRequirement.builtInMay(), List.of(recipient)));
        walk = new MxDelivery(attempt, List.of(HOST), pool, sender, log);
    }

    @Test
    void aConnectionShouldBeGivenBackWhenSendingBreaks() {
        when(sender.send(any(), any(), anyList())).thenThrow(new IllegalStateException("a bug"));

        DeliveryReport report = walk.walk().join();

        assertThat(report.deferred().values()).containsExactly(recipient);
        verify(pool).discard(connection);
        verify(pool, never()).release(any());
    }

    @Test
    void theSenderShouldNotBeToldWhatBroke() {
        when(sender.send(any(), any(), anyList()))
                .thenThrow(new IllegalStateException("still waiting for a response to [c2VjcmV0]"));

        assertThat(walk.walk().join().deferred().keySet())
                .singleElement()
                .satisfies(failure -> assertThat(failure.text()).doesNotContain("c2VjcmV0"));
    }

    @Test
    void aMailShouldCountAsDeliveredWhenOnlyItsLogBreaks() {
        when(sender.send(any(), any(), anyList()))
                .thenReturn(CompletableFuture.completedFuture(List.of(SmtpReply.of(250, "2.0.0 taken"))));
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
        when(pool.lease(any(), any())).thenReturn(CompletableFuture.failedFuture(new ConnectionLimitException(HOST)));

        DeliveryReport report = walk.walk().join();

        assertThat(report.postponed().values()).containsExactly(recipient);
        assertThat(report.deferred().values()).isEmpty();
        assertThat(report.refused().values()).isEmpty();
    }
}
