// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;
import dev.strongpost.testkit.smtp.Transcript;

/**
 * Mail that waits in the queue while the table is edited. All outbound mail goes through {@code TlsRemoteDelivery}, as
 * {@code james-conf/README.md} has it for whoever wants this.
 */
class ChangedTableIT {
    private static final String ALWAYS = "match=\"All\"";
    private static final String LISTED = "match=\"dev.strongpost.matchers.RecipientRequiresTls\"";
    private static final ReceiverBehaviour BUSY =
            ReceiverBehaviour.builder().greeting("421 4.3.2 too busy").build();

    @AutoClose
    private OutboundScenario scenario;

    @BeforeEach
    void start() {
        scenario = OutboundScenario.with(ChangedTableIT.class, "held.example failure=defer\n", james -> james.replace(
                        OutboundScenario.MAILETS, LISTED, ALWAYS)
                .replace(OutboundScenario.MAILETS, "<maxRetries>3</maxRetries>", "<maxRetries>100</maxRetries>"));
    }

    @Test
    void waitingMailShouldBeHeldToTheRuleThatWasAdded() throws IOException {
        SmtpReceiver host = scenario.host("late.example", BUSY);
        String sender = scenario.user("alice");
        scenario.james().mailClient().send(sender, "waiting", "someone@late.example");
        host.awaitConnectionsEnded(1, PATIENCE);

        write("late.example\nheld.example failure=defer\n");
        scenario.james().awaitLogLine("2 rules are active", PATIENCE);
        host.behave(ReceiverBehaviour.withoutTls());

        Evidence.assertOnePolicyBounce(
                scenario.mailbox(sender), "someone@late.example", "503 5.7.0 encryption too weak 0 less than 112");
        Evidence.assertHeardNothingOfAnyMail(host);
    }

    @Test
    void waitingMailShouldLeaveInClearOnceTheRuleIsGone() throws IOException {
        SmtpReceiver host = scenario.host("held.example", ReceiverBehaviour.withoutTls());
        String sender = scenario.user("bob");
        scenario.james().mailClient().send(sender, "waiting", "someone@held.example");
        host.awaitConnectionsEnded(2, PATIENCE);
        Evidence.assertHeardNothingOfAnyMail(host);

        write("held.example may\nother.example\n");

        assertThat(host.awaitReceived(1, PATIENCE).get(0).tls()).isEmpty();
        assertThat(scenario.mailbox(sender).messages()).isEmpty();
    }

    @Test
    void badTableShouldBeReportedAndLeaveTheRulesInForce() throws IOException {
        write("held.example maybe\n*\n");
        scenario.james().awaitLogLine("tls-policy.conf:1: level: given maybe: allowed ", PATIENCE);

        SmtpReceiver free = scenario.host("free.example", ReceiverBehaviour.withoutTls());
        SmtpReceiver held = scenario.host("held.example", ReceiverBehaviour.withoutTls());
        String sender = scenario.user("carol");
        scenario.james().mailClient().send(sender, "both", "x@free.example", "x@held.example");

        free.awaitReceived(1, PATIENCE);
        held.awaitConnectionsEnded(2, PATIENCE);
        Evidence.assertHeardNothingOfAnyMail(held);
        assertThat(held.transcripts()).extracting(Transcript::ended).contains(true);
        assertThat(scenario.mailbox(sender).messages()).isEmpty();
    }

    /** In place, as an editor without a temporary file does it. */
    private void write(String table) throws IOException {
        Files.writeString(scenario.james().configurationFile(OutboundScenario.TABLE), table);
    }
}
