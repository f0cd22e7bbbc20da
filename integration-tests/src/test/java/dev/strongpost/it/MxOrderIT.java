// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** Domains with two MX hosts, of which one does not do. */
class MxOrderIT {
    @AutoClose
    private static OutboundScenario scenario;

    @BeforeAll
    static void start() {
        scenario = OutboundScenario.asShipped(MxOrderIT.class);
    }

    @Test
    void secondHostShouldGetTheMailWhenTheFirstHasNoTls() {
        SmtpReceiver first = scenario.namedHost("mx1.two.partner.example", ReceiverBehaviour.withoutTls());
        SmtpReceiver second = scenario.namedHost("mx2.two.partner.example", OutboundScenario.withTls());
        mx("two.partner.example");
        String sender = scenario.user("alice");

        scenario.james().mailClient().send(sender, "either", "someone@two.partner.example");

        second.awaitReceived(1, PATIENCE);
        Evidence.assertHeardOfMailInsideTlsOnly(second);
        Evidence.assertHeardNothingOfAnyMail(first);
        assertThat(scenario.mailbox(sender).messages()).isEmpty();
    }

    @Test
    void mailShouldComeBackWhenNeitherHostHasTls() {
        SmtpReceiver first = scenario.namedHost("mx1.none.partner.example", ReceiverBehaviour.withoutTls());
        SmtpReceiver second = scenario.namedHost("mx2.none.partner.example", ReceiverBehaviour.withoutTls());
        mx("none.partner.example");
        String sender = scenario.user("bob");

        scenario.james().mailClient().send(sender, "neither", "someone@none.partner.example");

        Evidence.assertOnePolicyBounce(
                scenario.mailbox(sender),
                "someone@none.partner.example",
                "503 5.7.0 encryption too weak 0 less than 112");
        Evidence.assertHeardNothingOfAnyMail(first);
        Evidence.assertHeardNothingOfAnyMail(second);
    }

    @Test
    void mailShouldWaitForTheFirstHostWhenTheSecondHasNoTls() {
        scenario.address("mx1.away.partner.example");
        SmtpReceiver second = scenario.namedHost("mx2.away.partner.example", ReceiverBehaviour.withoutTls());
        mx("away.partner.example");
        String sender = scenario.user("carol");

        scenario.james().mailClient().send(sender, "later", "someone@away.partner.example");

        second.awaitConnectionsEnded(2, PATIENCE);
        assertThat(scenario.mailbox(sender).messages())
                .as("retried, not bounced")
                .isEmpty();
        SmtpReceiver first = scenario.namedHost("mx1.away.partner.example", OutboundScenario.withTls());
        first.awaitReceived(1, PATIENCE);
        Evidence.assertHeardOfMailInsideTlsOnly(first);
        Evidence.assertHeardNothingOfAnyMail(second);
        assertThat(scenario.mailbox(sender).messages()).isEmpty();
    }

    private static void mx(String domain) {
        scenario.dns().mx(domain, 10, "mx1." + domain).mx(domain, 20, "mx2." + domain);
    }
}
