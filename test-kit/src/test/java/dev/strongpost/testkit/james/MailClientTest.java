// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.smtp.Fault;
import dev.strongpost.testkit.smtp.ReceivedMail;
import dev.strongpost.testkit.smtp.ReceivedRecipient;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

class MailClientTest {
    @AutoClose
    private final SmtpReceiver server = SmtpReceiver.listen(ReceiverBehaviour.withoutTls());

    private final MailClient client = new MailClient(server.address());

    @Test
    void shortMessageShouldCarrySubjectAndText() {
        client.send("alice@sender.example", "hello", "bob@partner.example", "carol@partner.example");

        assertThat(sent().sender()).isEqualTo("alice@sender.example");
        assertThat(sent().recipientAddresses()).containsExactly("bob@partner.example", "carol@partner.example");
        assertThat(sent().text()).contains("Subject: hello\r\n", "\r\n\r\nText of hello\r\n");
    }

    @Test
    void messageShouldArriveAsItWasGiven() {
        String message = "Subject: x\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\ncaf\u00e9\r\n.dot\r\n";

        client.send(
                MailRequest.from("alice@sender.example")
                        .to("bob@partner.example")
                        .eightBit(),
                message);

        assertThat(sent().text()).isEqualTo(message);
        assertThat(sent().mailParameters()).contains("BODY=8BITMIME");
    }

    @Test
    void notificationParametersShouldBeGiven() {
        client.send(
                MailRequest.from("alice@sender.example")
                        .to("bob@partner.example")
                        .notify("SUCCESS,FAILURE")
                        .returned("HDRS"),
                "Subject: x\r\n\r\n");

        assertThat(sent().mailParameters()).contains("RET=HDRS");
        assertThat(sent().recipients())
                .flatExtracting(ReceivedRecipient::parameters)
                .containsExactly("NOTIFY=SUCCESS,FAILURE");
    }

    @Test
    void emptySenderShouldBeTheNullSender() {
        client.send(MailRequest.from("").to("bob@partner.example"), "Subject: x\r\n\r\n");

        assertThat(sent().sender()).isEmpty();
    }

    @Test
    void refusalShouldBeAnError() {
        server.behave(ReceiverBehaviour.builder()
                .atRecipient("bob@partner.example", Fault.reply("550 5.1.1 nobody"))
                .build());

        assertThatThrownBy(() -> client.send("alice@sender.example", "hello", "bob@partner.example"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bob@partner.example");
    }

    private ReceivedMail sent() {
        assertThat(server.received()).hasSize(1);
        return server.received().get(0);
    }
}
