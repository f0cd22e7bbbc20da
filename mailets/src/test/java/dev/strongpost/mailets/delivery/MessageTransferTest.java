// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static dev.strongpost.mailets.delivery.DeliveryFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.smtp.Capability;
import dev.strongpost.testkit.smtp.Fault;
import dev.strongpost.testkit.smtp.ReceivedMail;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.ReceiverBehaviourBuilder;
import dev.strongpost.testkit.smtp.SmtpReceiver;
import dev.strongpost.testkit.smtp.Stage;

/** How the octets of a message cross the wire: in one burst or after 354, from memory or from a file. */
@Tag("slow")
class MessageTransferTest {
    private static final String DOMAIN = "open.example";
    private static final String RECIPIENT = "b@" + DOMAIN;

    @TempDir
    private Path directory;

    private DeliveryFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new DeliveryFixture(directory);
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    private static ReceiverBehaviourBuilder receiver() {
        return ReceiverBehaviour.builder();
    }

    private SmtpReceiver deliver(ReceiverBehaviourBuilder behaviour, String message, String... recipients)
            throws Exception {
        SmtpReceiver receiver = fixture.exchanger(DOMAIN, behaviour.build());
        fixture.start();
        fixture.send(fixture.mail("a@here.example", message, recipients));
        return receiver;
    }

    private static String message(int size) {
        Random random = new Random(size);
        StringBuilder message = new StringBuilder("Subject: dots\r\n\r\n");
        while (message.length() < size) {
            message.append(random.nextInt(3) == 0 ? "." : "")
                    .append("x".repeat(random.nextInt(76)))
                    .append("\r\n");
        }
        return message.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "true,  100",
        "true,  4096",
        "true,  65000", // one burst
        "true,  100000",
        "true,  1000000", // too large for memory
        "false, 100",
        "false, 4096",
        "false, 65000",
        "false, 100000",
        "false, 1000000"
    })
    void aMessageShouldArriveAsItIs(boolean chunking, int size) throws Exception {
        ReceiverBehaviourBuilder behaviour = receiver();
        SmtpReceiver receiver =
                deliver(chunking ? behaviour.with(Capability.CHUNKING) : behaviour, message(size), RECIPIENT);

        ReceivedMail received = receiver.awaitReceived(1, PATIENCE).get(0);
        assertThat(received.text()).isEqualTo(message(size));
        assertThat(received.hasBareLineEnd()).isFalse();
    }

    @Test
    void aSlowHostShouldNotTimeOutAsLongAsItTakesSomething() throws Exception {
        InetAddress address = Loopback.freshAddress();
        String message = message(6_000_000);
        try (SlowReader host = new SlowReader(address, fixture.port(), Duration.ofMillis(15))) {
            fixture.dns().addExchanger(DOMAIN, address);
            fixture.with("timeout", "700").start();
            fixture.send(fixture.mail("a@here.example", message, RECIPIENT));

            long dots = message.lines().filter(line -> line.startsWith(".")).count();
            assertThat(host.octets()).succeedsWithin(PATIENCE).isEqualTo(message.length() + dots + ".\r\n".length());
            fixture.awaitQueueEmpty();
        }
    }

    @Nested
    class InOneBurst {
        private final ReceiverBehaviourBuilder chunking = receiver().with(Capability.CHUNKING);

        @Test
        void noReplyShouldBeWaitedForBeforeTheMessage() throws Exception {
            SmtpReceiver receiver = deliver(chunking, message(4096), RECIPIENT);
            receiver.awaitReceived(1, PATIENCE);

            assertThat(receiver.transcripts().get(0).verbs()).containsSubsequence("MAIL", "RCPT", "BDAT");
        }

        @Test
        void oneRefusedRecipientShouldNotHoldUpTheOthers() throws Exception {
            SmtpReceiver receiver = deliver(
                    chunking.atRecipient("c@" + DOMAIN, Fault.reply("550 5.1.1 unknown")),
                    message(4096),
                    RECIPIENT,
                    "c@" + DOMAIN);

            assertThat(receiver.awaitReceived(1, PATIENCE).get(0).recipientAddresses())
                    .containsExactly(RECIPIENT);
            assertThat(DeliveryFixture.recipientsOf(fixture.awaitHandedOn(1).get(0)))
                    .containsExactly("c@" + DOMAIN);
        }

        @ParameterizedTest
        @CsvSource({"MAIL, 550 5.7.1 not you", "RCPT, 550 5.1.1 unknown", "END_OF_DATA, 554 5.6.0 not this"})
        void aRefusalShouldDecideAndEndTheConnection(Stage stage, String reply) throws Exception {
            SmtpReceiver receiver = deliver(chunking.at(stage, Fault.reply(reply)), message(4096), RECIPIENT);
            assertThat(DeliveryFixture.attribute(fixture.awaitHandedOn(1).get(0), "delivery-error"))
                    .contains(reply);

            receiver.behave(receiver().with(Capability.CHUNKING).build());
            fixture.send("a@here.example", RECIPIENT);

            // Whether the chunk was read as a message, or is still to be read as commands, is not known.
            assertThat(receiver.awaitReceived(1, PATIENCE).get(0).connection()).isEqualTo(2);
        }

        @Test
        void aConnectionThatDiedUnnoticedShouldCostNoAttempt() throws Exception {
            SmtpReceiver receiver = deliver(chunking.dropAfterTransactions(1), message(4096), RECIPIENT);
            receiver.awaitReceived(1, PATIENCE);
            fixture.send("a@here.example", RECIPIENT);
            fixture.send("a@here.example", RECIPIENT);

            assertThat(receiver.awaitReceived(3, PATIENCE)).hasSize(3);
            fixture.awaitQueueEmpty();
            assertThat(fixture.awaitHandedOn(0)).isEqualTo(List.of());
        }
    }
}
