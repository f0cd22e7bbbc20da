// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.smtp.ReceivedMail;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** One message to a listed and an unlisted recipient of one domain. */
class MixedRecipientsIT {
    private static final String VIP = "vip@mixed.example";
    private static final String OTHER = "other@mixed.example";

    @AutoClose
    private static OutboundScenario scenario;

    @BeforeAll
    static void start() {
        scenario = OutboundScenario.withTable(MixedRecipientsIT.class, "vip@mixed.example\n");
    }

    @Test
    void hostWithoutStartTlsShouldGetTheUnlistedAndTheListedShouldComeBack() {
        SmtpReceiver host = scenario.host("mixed.example", ReceiverBehaviour.withoutTls());
        String sender = scenario.user("alice");

        scenario.james().mailClient().send(sender, "to both", VIP, OTHER);

        Evidence.assertOnePolicyBounce(scenario.mailbox(sender), VIP, "503 5.7.0 encryption too weak 0 less than 112");
        ReceivedMail mail = host.awaitReceived(1, PATIENCE).get(0);
        assertThat(mail.recipientAddresses()).containsExactly(OTHER);
        assertThat(mail.tls()).isEmpty();
        assertThat(host.received()).hasSize(1);
        assertThat(host.transcripts())
                .allSatisfy(transcript -> assertThat(transcript.clientLines()).noneMatch(line -> line.contains(VIP)));
    }

    @Test
    void hostWithTlsShouldGetBothAndTheListedInsideTls() {
        SmtpReceiver host = scenario.host("mixed.example", OutboundScenario.withTls());
        String sender = scenario.user("bob");

        scenario.james().mailClient().send(sender, "to both", VIP, OTHER);

        assertThat(host.awaitReceived(2, PATIENCE))
                .filteredOn(mail -> mail.recipientAddresses().contains(VIP))
                .singleElement()
                .satisfies(mail -> assertThat(mail.tls()).isPresent())
                .satisfies(mail -> assertThat(mail.recipientAddresses()).containsExactly(VIP));
        assertThat(scenario.mailbox(sender).messages()).isEmpty();
    }
}
