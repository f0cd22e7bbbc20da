// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.smtp.ReceivedMail;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;
import dev.strongpost.testkit.smtp.TlsFacts;

/** The scenario {@code james-conf/outbound} as it is shipped: {@code partner.example} is listed, nothing else. */
class PartnerDomainIT {
    @AutoClose
    private static OutboundScenario scenario;

    @BeforeAll
    static void start() {
        scenario = OutboundScenario.asShipped(PartnerDomainIT.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@partner.example", "b@sales.partner.example", "c@a.b.partner.example"})
    void mailToThePartnerShouldBeDeliveredOverTls(String recipient) {
        SmtpReceiver host = scenario.host(domainOf(recipient), OutboundScenario.withTls());
        String sender = scenario.user("tls-" + recipient.charAt(0));

        scenario.james().mailClient().send(sender, "secured", recipient);

        ReceivedMail mail = host.awaitReceived(1, PATIENCE).get(0);
        assertThat(mail.sender()).isEqualTo(sender);
        assertThat(mail.recipientAddresses()).containsExactly(recipient);
        assertThat(mail.text()).contains("Subject: secured", "Text of secured");
        assertThat(mail.tls()).map(TlsFacts::bits).hasValueSatisfying(bits -> assertThat(bits)
                .isGreaterThanOrEqualTo(112));
        Evidence.assertHeardOfMailInsideTlsOnly(host);
        assertThat(scenario.mailbox(sender).messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@partner.example", "b@sales.partner.example", "c@a.b.partner.example"})
    void mailToThePartnerShouldComeBackWhenTheHostHasNoStartTls(String recipient) {
        SmtpReceiver host = scenario.host(domainOf(recipient), ReceiverBehaviour.withoutTls());
        String sender = scenario.user("clear-" + recipient.charAt(0));

        scenario.james().mailClient().send(sender, "not in clear", recipient);

        MailboxMessage bounce = Evidence.assertOnePolicyBounce(
                scenario.mailbox(sender), recipient, "503 5.7.0 encryption too weak 0 less than 112");
        assertThat(bounce.deliveryStatus().recipient(recipient).get("Remote-MTA"))
                .isEqualTo("dns; mx." + domainOf(recipient));
        assertThat(bounce.text()).contains("partner.example (tls-policy.conf:");
        assertThat(bounce.original())
                .hasValueSatisfying(original -> assertThat(original).contains("Subject: not in clear"));
        Evidence.assertHeardNothingOfAnyMail(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"d@notpartner.example", "e@elsewhere.example", "f@example", "g@partner.example.org"})
    void mailToOthersShouldBeDeliveredInClear(String recipient) {
        SmtpReceiver host = scenario.host(domainOf(recipient), ReceiverBehaviour.withoutTls());
        String sender = scenario.user("other-" + recipient.charAt(0));

        scenario.james().mailClient().send(sender, "as ever", recipient);

        ReceivedMail mail = host.awaitReceived(1, PATIENCE).get(0);
        assertThat(mail.recipientAddresses()).containsExactly(recipient);
        assertThat(mail.tls()).isEmpty();
        assertThat(scenario.mailbox(sender).messages()).isEmpty();
    }

    @Test
    void everyAttemptShouldBeOneLineOfTheLogWithoutContent() {
        SmtpReceiver host = scenario.host("logged.partner.example", OutboundScenario.withTls());
        scenario.james().mailClient().send(scenario.user("logging"), "confidential", "x@logged.partner.example");
        TlsFacts tls = host.awaitReceived(1, PATIENCE).get(0).tls().orElseThrow();

        scenario.james().awaitLogLine("host=mx.logged.partner.example", PATIENCE);
        List<String> lines = scenario.james()
                .log()
                .lines()
                .filter(line -> line.contains("host=mx.logged.partner.example"))
                .toList();
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .contains("[INFO ]", "partner.example (tls-policy.conf:", "verdict=accept")
                .contains(tls.protocol(), tls.suite(), tls.bits() + " bits");
        assertThat(scenario.james().log()).doesNotContain("confidential");
    }

    private static String domainOf(String address) {
        return address.substring(address.indexOf('@') + 1);
    }
}
