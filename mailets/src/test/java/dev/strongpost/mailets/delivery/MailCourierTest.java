package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;

import dev.strongpost.policy.TlsRequirement;

class MailCourierTest {
    private final SmtpConnection connection = mock(SmtpConnection.class);
    private final MailContent content = mock(MailContent.class);

    @Test
    void aMessageThatCannotBeReadShouldBeDeferredAndLeaveTheConnectionAlone() throws Exception {
        when(connection.capabilities()).thenReturn(Capabilities.none());
        when(content.body(anyBoolean())).thenThrow(new IOException("/var/mail/secret-name: no such file"));
        List<Recipient> recipients = List.of(Recipient.of(new MailAddress("b@open.example"), Optional.empty()));
        Shipment shipment = new Shipment(
                mock(Mail.class), content, Domain.of("open.example"), TlsRequirement.builtInMay(), recipients);

        List<Reply> replies = new MailCourier(Optional.empty(), Runnable::run)
                .send(connection, shipment, recipients)
                .join();

        assertThat(replies).containsExactly(Reply.of(451, "4.3.0 this server cannot read the message"));
        verify(connection, never()).abort();
        verify(connection, never()).beginTransaction();
    }
}
