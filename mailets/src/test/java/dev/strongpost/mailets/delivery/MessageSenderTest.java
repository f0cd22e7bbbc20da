// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

import javax.mail.internet.MimeMessage;

import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;

import dev.strongpost.smtpclient.SmtpConnection;
import dev.strongpost.smtpclient.TransactionResult;
import dev.strongpost.smtpclient.protocol.SmtpReply;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

class MessageSenderTest {

    @Test
    void aMessageThatCannotBeReadShouldBeDeferredAndLeaveTheConnectionAlone() throws Exception {
        MimeMessage unreadable = new MimeMessage(OpenConnections.message("unreadable")) {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                throw new IOException("/var/mail/secret-name: no such file");
            }

            @Override
            public void writeTo(OutputStream out, String[] ignored) throws IOException {
                writeTo(out);
            }
        };
        List<MailAddress> recipients = List.of(new MailAddress("b@open.example"));
        try (OpenConnections connections = new OpenConnections();
                SmtpReceiver host =
                        SmtpReceiver.listen(ReceiverBehaviour.builder().build())) {
            SmtpConnection connection = connections
                    .pool()
                    .lease(OpenConnections.destination(host.address()), OpenConnections.MAY)
                    .join();

            TransactionResult result = connections
                    .sender()
                    .send(connection, OpenConnections.attempt(unreadable, recipients), recipients, () -> {})
                    .join();

            assertThat(result.replies())
                    .containsExactly(Optional.of(SmtpReply.ours(451, "4.3.0 this server cannot read the message")));
            assertThat(connection.isOpen()).isTrue();
            assertThat(connection.isUsed()).isFalse();
        }
    }
}
