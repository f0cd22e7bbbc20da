// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.smtp.ScriptedServer;

/** Three ways of real servers to answer that used to lose or double mail, to a whole James. */
class RealRepliesIT {
    private static final int SMTP = 25;

    @AutoClose
    private static OutboundScenario scenario;

    @BeforeAll
    static void start() {
        scenario = OutboundScenario.with(
                RealRepliesIT.class,
                "open.example may\n",
                james -> james.replace(
                        OutboundScenario.MAILETS,
                        "match=\"dev.strongpost.matchers.RecipientRequiresTls\"",
                        "match=\"All\""));
    }

    /** Offers what makes a burst possible, and takes everything but what a test has it do otherwise. */
    private abstract static class Host implements ScriptedServer.Script {
        @Override
        public String greeting(int connection) {
            return "220 mx ESMTP\r\n";
        }

        @Override
        public String reply(int connection, String command) {
            if (command.startsWith("EHLO")) {
                return "250-mx\r\n250-PIPELINING\r\n250 CHUNKING\r\n";
            }
            if (command.equals("DATA")) {
                return "354 go ahead\r\n";
            }
            return command.equals("QUIT") ? "221 bye\r\n{close}" : "250 ok\r\n";
        }

        @Override
        public String taken(int connection, String text) {
            return "250 2.0.0 taken\r\n";
        }
    }

    private static ScriptedServer serve(String domain, Host host) throws IOException {
        scenario.dns().mx(domain, 10, "mx." + domain);
        return ScriptedServer.listen(new InetSocketAddress(scenario.address("mx." + domain), SMTP), host);
    }

    private static List<MailboxMessage> awaitMail(String user) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> scenario.mailbox(user).messages(), messages -> !messages.isEmpty());
    }

    @Test
    void aBareReplyToAMessageShouldMeanOneCopy() throws Exception {
        String sender = scenario.user("bare");
        try (ScriptedServer server = serve("bare.open.example", new Host() {
            @Override
            public String taken(int connection, String text) {
                return "250\r\n";
            }
        })) {
            scenario.james().mailClient().send(sender, "once", "b@bare.open.example");
            Awaitility.await().atMost(PATIENCE).until(() -> !server.messages().isEmpty());
            // Longer than all retries of the scenario.
            Thread.sleep(6_000);

            assertThat(server.messages()).hasSize(1);
            assertThat(scenario.mailbox(sender).messages()).isEmpty();
        }
    }

    @Test
    void aRefusalBehindWhichTheHostClosesShouldComeBackAtOnceAndLeaveTheOthers() throws Exception {
        String sender = scenario.user("drop");
        try (ScriptedServer server = serve("drop.open.example", new Host() {
            @Override
            public String reply(int connection, String command) {
                return command.startsWith("RCPT TO:<bad@")
                        ? "550 5.7.1 blocked\r\n{close}"
                        : super.reply(connection, command);
            }
        })) {
            scenario.james().mailClient().send(sender, "both", "good@drop.open.example", "bad@drop.open.example");

            MailboxMessage bounce = awaitMail(sender).get(0);
            Awaitility.await().atMost(PATIENCE).until(() -> !server.messages().isEmpty());

            assertThat(bounce.deliveryStatus()
                            .recipient("bad@drop.open.example")
                            .get("Diagnostic-Code"))
                    .isEqualTo("smtp; 550 5.7.1 blocked");
            assertThat(server.messages()).hasSize(1);
            assertThat(scenario.mailbox(sender).messages()).hasSize(1);
        }
    }

    @Test
    void aHostThatAnswersAMessageTwiceShouldNotTurnTheNextRefusalIntoADelivery() throws Exception {
        String first = scenario.user("first");
        String second = scenario.user("second");
        try (ScriptedServer server = serve("twice.open.example", new Host() {
            @Override
            public String taken(int connection, String text) {
                return text.contains("Subject: refused")
                        ? "554 5.7.1 refused\r\n"
                        : "250 2.0.0 taken\r\n{sleep 600}250 2.0.0 taken\r\n";
            }
        })) {
            scenario.james().mailClient().send(first, "taken", "b@twice.open.example");
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(PATIENCE)
                    .until(() -> !server.messages().isEmpty());
            scenario.james().mailClient().send(second, "refused", "c@twice.open.example");

            MailboxMessage bounce = awaitMail(second).get(0);

            assertThat(bounce.deliveryStatus().recipient("c@twice.open.example").get("Diagnostic-Code"))
                    .isEqualTo("smtp; 554 5.7.1 refused");
            assertThat(scenario.mailbox(first).messages()).isEmpty();
        }
    }
}
