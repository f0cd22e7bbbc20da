// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

import dev.strongpost.testkit.james.DeliveryStatus;
import dev.strongpost.testkit.james.Mailbox;
import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.smtp.SmtpReceiver;
import dev.strongpost.testkit.smtp.Transcript;

/** What is looked at in every scenario: what the host heard, and what lies in the sender's mailbox. */
final class Evidence {
    /** All that may be said on a connection that has not been accepted. */
    private static final Set<String> BEFORE_ACCEPTANCE = Set.of("EHLO", "STARTTLS", "QUIT");

    private Evidence() {}

    /** Asserts that the host was talked to and heard nothing of any mail: no sender, no recipient, no content. */
    static void assertHeardNothingOfAnyMail(SmtpReceiver host) {
        assertThat(host.received()).isEmpty();
        assertThat(host.transcripts()).isNotEmpty().allSatisfy(transcript -> assertThat(transcript.verbs())
                .as("%s", transcript)
                .isSubsetOf(BEFORE_ACCEPTANCE));
    }

    /** Asserts that the host heard of mails inside TLS alone. */
    static void assertHeardOfMailInsideTlsOnly(SmtpReceiver host) {
        assertThat(host.transcripts()).isNotEmpty().allSatisfy(Evidence::assertClearPartIsSilent);
        assertThat(host.received()).isNotEmpty().allSatisfy(mail -> assertThat(mail.tls())
                .isPresent());
    }

    private static void assertClearPartIsSilent(Transcript transcript) {
        assertThat(transcript.clearVerbs()).as("%s", transcript).isSubsetOf(BEFORE_ACCEPTANCE);
    }

    /** Asserts that one message lies in the mailbox, a bounce of this recipient by policy with this reply. */
    static MailboxMessage assertOnePolicyBounce(Mailbox mailbox, String recipient, String reply) {
        List<MailboxMessage> messages = mailbox.awaitMessages(1, OutboundScenario.PATIENCE);
        assertThat(messages).hasSize(1);
        MailboxMessage bounce = messages.get(0);
        assertThat(bounce.isDeliveryReport()).as(bounce.raw()).isTrue();
        assertThat(bounce.text()).contains(reply);
        assertThat(bounce.deliveryStatus().recipients()).hasSize(1);
        DeliveryStatus.Fields fields = bounce.deliveryStatus().recipient(recipient);
        assertThat(fields.get("Action")).isEqualTo("failed");
        assertThat(fields.get("Status")).isEqualTo("5.7.0");
        assertThat(fields.get("Diagnostic-Code")).startsWith("smtp; " + reply);
        return bounce;
    }
}
