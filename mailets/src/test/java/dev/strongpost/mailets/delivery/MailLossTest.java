// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static dev.strongpost.mailets.delivery.DeliveryFixture.PATIENCE;
import static dev.strongpost.mailets.delivery.DeliveryFixture.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.testkit.smtp.Fault;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;
import dev.strongpost.testkit.smtp.Stage;

/** What breaks inside, and must neither lose a mail nor send it for ever. */
@Tag("slow")
class MailLossTest {
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

    @Test
    void aLookUpThatBreaksShouldCostAnAttemptAndBounceInTheEnd() throws Exception {
        delivery.dns().breakAt("broken.example");
        delivery.start().send("a@here.example", "b@broken.example");

        SentMail bounced = delivery.awaitHandedOn(1).get(0);
        assertThat(attribute(bounced, "strongpost.status")).isEqualTo("4.3.0");
        assertThat(attribute(bounced, "delivery_retry_count")).isEqualTo("3");
        assertThat(delivery.dns().lookUps("broken.example")).isEqualTo(4);
    }

    @Test
    void aStopShouldNotCountAsAnAttempt() throws Exception {
        SmtpReceiver receiver = delivery.exchanger(
                "open.example",
                ReceiverBehaviour.builder()
                        .replyDelay(Duration.ofMillis(200))
                        .at(Stage.MAIL, Fault.reply("451 4.3.0 later"))
                        .build());
        delivery.with("delayTime", "0*1 s").with("maxRetries", "0").start();
        delivery.send("a@here.example", "b@open.example");
        Awaitility.await().atMost(PATIENCE).until(() -> receiver.transcripts().stream()
                .anyMatch(conversation -> conversation.verbs().contains("MAIL")));
        // One who asks for the queue keeps it open beyond the mailet's end.
        assertThat(delivery.queued()).isEqualTo(1);
        delivery.mailet().destroy();

        assertThat(delivery.queued()).isEqualTo(1);
        assertThat(delivery.context().getSentMails()).isEmpty();
    }

    @Test
    void aHostThatTakesFewRecipientsShouldGetTheOthersLater() throws Exception {
        String[] recipients =
                IntStream.range(0, 3).mapToObj(i -> "r" + i + "@open.example").toArray(String[]::new);
        SmtpReceiver receiver = delivery.exchanger(
                "open.example",
                ReceiverBehaviour.builder()
                        .atRecipient("r2@open.example", Fault.reply("552 5.5.3 too many recipients"))
                        .build());
        delivery.start().send("a@here.example", recipients);

        receiver.awaitReceived(1, PATIENCE);
        receiver.behave(ReceiverBehaviour.withoutTls());
        assertThat(receiver.awaitReceived(2, PATIENCE).get(1).recipientAddresses())
                .isEqualTo(List.of("r2@open.example"));
        delivery.awaitQueueEmpty();
        assertThat(delivery.context().getSentMails()).isEmpty();
    }

    @Test
    void aStopShouldLetNoMailWaitForALookUpThatHangs() throws Exception {
        delivery.dns().hangAt("slow.example");
        delivery.start();
        for (int i = 0; i < 40; i++) {
            delivery.send("a@here.example", "b" + i + "@slow.example");
        }
        Awaitility.await().atMost(PATIENCE).until(() -> delivery.dns().lookUps("slow.example") > 0);
        // One who asks for the queue keeps it open beyond the mailet's end.
        Awaitility.await().atMost(PATIENCE).until(() -> delivery.queued() == 40);
        delivery.mailet().destroy();

        assertThat(delivery.waiting()).isEqualTo(40);
        assertThat(delivery.context().getSentMails()).isEmpty();
    }
}
