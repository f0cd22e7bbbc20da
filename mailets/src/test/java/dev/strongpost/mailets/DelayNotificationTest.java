// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.mailets.delivery.DeliveryFixture;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;

@Tag("slow")
class DelayNotificationTest {
    private static final String MESSAGE = "Subject: hello\r\nMessage-ID: <1@here.example>\r\n\r\nsecret words\r\n";

    @TempDir
    private Path directory;

    private DeliveryFixture delivery;

    @BeforeEach
    void setUp() {
        delivery = new DeliveryFixture(directory)
                .with("delayTime", "6*200 ms")
                .with("maxRetries", "6")
                .with("delayNotification", "300 ms");
    }

    @AfterEach
    void tearDown() {
        delivery.close();
    }

    /** Sends, and returns all that was sent to people until the mail is given up, the bounce last. */
    private List<SentMail> notifications(MailImpl mail) throws Exception {
        delivery.start().send(mail);
        delivery.awaitQueueEmpty();
        return delivery.context().getSentMails();
    }

    private static String text(SentMail notification) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        notification.getMsg().writeTo(out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    private MailImpl mail(String sender) throws Exception {
        return delivery.mail(sender, MESSAGE, "b@partner.example");
    }

    @Test
    void theSenderShouldBeToldOnceOfADelayAndThenOfTheEnd() throws Exception {
        delivery.deadExchanger("partner.example");

        List<SentMail> sent = notifications(mail("a@here.example"));

        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).getSender()).isNull();
        assertThat(sent.get(0).getRecipients()).containsExactly(new MailAddress("a@here.example"));
        assertThat(text(sent.get(0)))
                .contains(
                        "Subject: Delayed: hello\r\n",
                        "Auto-Submitted: auto-replied\r\n",
                        "report-type=delivery-status",
                        "Final-Recipient: rfc822; b@partner.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n",
                        "In-Reply-To: <1@here.example>")
                .doesNotContain("Action: failed", "secret words", "Remote-MTA");
        assertThat(sent.get(1).getState()).isEqualTo("bounces");
    }

    @Test
    void aRuleThatMayYetBeSatisfiedShouldHaveAStatusOfThatClass() throws Exception {
        delivery.exchanger(
                "partner.example",
                ReceiverBehaviour.withoutTls().toBuilder()
                        .startTlsAnswered("454 4.7.0 no TLS now")
                        .build());
        delivery.policy("partner.example");

        List<SentMail> sent = notifications(mail("a@here.example"));

        assertThat(text(sent.get(0)))
                .contains(
                        "Action: delayed\r\nStatus: 4.7.0\r\nRemote-MTA: dns; mx1.partner.example\r\n"
                                + "Diagnostic-Code: smtp; 503 5.7.0 STARTTLS failed.",
                        "Required:      TLS with at least 112 bits");
    }

    @ParameterizedTest
    @CsvSource({
        "a@here.example, DELAY, 1",
        "a@here.example, 'FAILURE,DELAY', 1",
        "a@here.example, FAILURE, 0",
        "a@here.example, NEVER, 0",
        "a@here.example, SUCCESS, 0",
        "'', DELAY, 0"
    })
    void notifyShouldBeHeeded(String sender, String notify, int notices) throws Exception {
        delivery.deadExchanger("partner.example");
        MailImpl mail = mail(sender);
        EnumSet<Notify> asked = EnumSet.noneOf(Notify.class);
        List.of(notify.split(",")).forEach(word -> asked.add(Notify.valueOf(word)));
        mail.setDsnParameters(DsnParameters.builder()
                .addRcptParameter(new MailAddress("b@partner.example"), RecipientDsnParameters.of(asked))
                .build()
                .orElseThrow());

        assertThat(notifications(mail))
                .filteredOn(sent -> !"bounces".equals(sent.getState()))
                .hasSize(notices);
    }

    @Test
    void zeroShouldMeanNever() throws Exception {
        delivery.deadExchanger("partner.example").with("delayNotification", "0 seconds");

        assertThat(notifications(mail("a@here.example"))).hasSize(1);
    }
}
