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

import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.smtpclient.Capabilities;
import dev.strongpost.smtpclient.SmtpConnection;
import dev.strongpost.smtpclient.SmtpReply;

class MessageSenderTest {
    private final SmtpConnection connection = mock(SmtpConnection.class);
    private final MailContent content = mock(MailContent.class);

    @Test
    void aMessageThatCannotBeReadShouldBeDeferredAndLeaveTheConnectionAlone() throws Exception {
        when(connection.capabilities()).thenReturn(Capabilities.none());
        when(content.body(anyBoolean())).thenThrow(new IOException("/var/mail/secret-name: no such file"));
        List<MailAddress> recipients = List.of(new MailAddress("b@open.example"));
        DeliveryAttempt attempt = new DeliveryAttempt(
                mock(Mail.class),
                content,
                new RecipientGroup(Domain.of("open.example"), TlsRequirement.builtInMay(), recipients));

        List<SmtpReply> replies = new MessageSender(Optional.empty(), Runnable::run)
                .send(connection, attempt, recipients)
                .join();

        assertThat(replies).containsExactly(SmtpReply.of(451, "4.3.0 this server cannot read the message"));
        verify(connection, never()).abort();
        verify(connection, never()).beginTransaction();
    }
}
