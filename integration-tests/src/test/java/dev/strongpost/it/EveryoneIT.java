// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.testkit.smtp.ReceivedMail;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** Everyone is listed, with an exception. */
class EveryoneIT {
    @AutoClose
    private static OutboundScenario scenario;

    @BeforeAll
    static void start() {
        scenario = OutboundScenario.withTable(EveryoneIT.class, "*\nopen.example may\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"open.example", "deep.within.open.example"})
    void exceptionShouldBeDeliveredInClear(String domain) {
        SmtpReceiver host = scenario.host(domain, ReceiverBehaviour.withoutTls());
        String sender = scenario.user("to-" + domain.replace('.', '-'));

        scenario.james().mailClient().send(sender, "open", "someone@" + domain);

        ReceivedMail mail = host.awaitReceived(1, PATIENCE).get(0);
        assertThat(mail.tls()).isEmpty();
        assertThat(scenario.mailbox(sender).messages()).isEmpty();
    }

    @Test
    void anyOtherShouldComeBackFromAHostWithoutStartTls() {
        SmtpReceiver host = scenario.host("any.example", ReceiverBehaviour.withoutTls());
        String sender = scenario.user("alice");

        scenario.james().mailClient().send(sender, "closed", "someone@any.example");

        Evidence.assertOnePolicyBounce(
                scenario.mailbox(sender), "someone@any.example", "503 5.7.0 encryption too weak 0 less than 112");
        Evidence.assertHeardNothingOfAnyMail(host);
    }

    @Test
    void anyOtherShouldBeDeliveredOverTls() {
        SmtpReceiver host = scenario.host("good.example", OutboundScenario.withTls());

        scenario.james().mailClient().send(scenario.user("bob"), "closed", "someone@good.example");

        host.awaitReceived(1, PATIENCE);
        Evidence.assertHeardOfMailInsideTlsOnly(host);
    }
}
