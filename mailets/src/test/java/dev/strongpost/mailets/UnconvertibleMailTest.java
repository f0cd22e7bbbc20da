// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import static dev.strongpost.mailets.delivery.DeliveryFixture.PATIENCE;
import static dev.strongpost.mailets.delivery.DeliveryFixture.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import javax.mail.internet.MimeMessage;

import org.apache.james.util.MimeMessageUtil;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.mailets.delivery.DeliveryFixture;
import dev.strongpost.testkit.smtp.Capability;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** A message that no host without 8BITMIME can get: another host of the domain may take it. */
class UnconvertibleMailTest {
    private static final String SIGNED = DeliveryFixture.lines(
            "Subject: signed",
            "MIME-Version: 1.0",
            "Content-Type: multipart/signed; boundary=s",
            "",
            "--s",
            "Content-Type: text/plain; charset=iso-8859-1",
            "Content-Transfer-Encoding: 8bit",
            "",
            "Gr\u00fc\u00dfe",
            "--s",
            "Content-Type: application/pkcs7-signature",
            "",
            "AAAA",
            "--s--");

    @TempDir
    private Path directory;

    private DeliveryFixture delivery;

    @BeforeEach
    void setUp() {
        delivery = new DeliveryFixture(directory);
    }

    @AfterEach
    void tearDown() {
        delivery.close();
    }

    private static ReceiverBehaviour sevenBits() {
        return ReceiverBehaviour.withoutTls().toBuilder()
                .without(Capability.EIGHTBITMIME)
                .build();
    }

    private void send() throws Exception {
        MimeMessage message = MimeMessageUtil.mimeMessageFromStream(
                new ByteArrayInputStream(SIGNED.getBytes(StandardCharsets.ISO_8859_1)));
        delivery.start().send(delivery.mail("a@here.example", message, "b@open.example"));
    }

    @Test
    void itShouldComeBackAtOnceWhenNoHostTakesIt() throws Exception {
        SmtpReceiver receiver = delivery.exchanger("open.example", sevenBits());
        send();

        SentMail bounce = delivery.awaitHandedOn(1).get(0);
        assertThat(attribute(bounce, "delivery-error"))
                .startsWith("554 5.6.3 mx1.open.example takes no 8-bit text (8BITMIME), and the message cannot be"
                        + " converted: its signed part has 8-bit octets");
        assertThat(attribute(bounce, "strongpost.remote-mta")).isEmpty();
        assertThat(receiver.connections()).isEqualTo(1);
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void anotherHostShouldGetItAsItIs() throws Exception {
        delivery.exchanger("open.example", sevenBits());
        SmtpReceiver second = delivery.exchanger("open.example", ReceiverBehaviour.withoutTls());
        send();

        assertThat(second.awaitReceived(1, PATIENCE).get(0).content())
                .isEqualTo(SIGNED.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void itShouldWaitForAHostThatIsOutOfReach() throws Exception {
        delivery.deadExchanger("open.example");
        SmtpReceiver second = delivery.exchanger("open.example", sevenBits());
        send();

        SentMail bounce = delivery.awaitHandedOn(1).get(0);
        assertThat(attribute(bounce, "is-delivery-permanent-error")).isEqualTo("false");
        assertThat(second.received()).isEmpty();
    }
}
