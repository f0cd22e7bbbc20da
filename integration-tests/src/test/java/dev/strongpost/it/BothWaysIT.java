// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;

import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.james.StockJamesBuilder;
import dev.strongpost.testkit.smtp.RawSmtpClient;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** The sample {@code james-conf/both-ways} as it is shipped, but for addresses: the key store is made at the start. */
class BothWaysIT {
    private static final String SERVERS = "smtpserver.xml";
    private static final String REFUSAL = "503 5.7.0 encryption too weak 0 less than 112";

    private static StockJamesBuilder onLoopback(StockJamesBuilder james) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return james.scenario(ItPaths.scenario("both-ways"))
                .replace(SERVERS, "0.0.0.0:25", "${smtp}")
                .replace(SERVERS, "0.0.0.0:465", "127.0.0.1:" + Loopback.freePort(loopback))
                .replace(SERVERS, "0.0.0.0:587", "127.0.0.1:" + Loopback.freePort(loopback))
                // Other servers come from other addresses of loopback.
                .replace(SERVERS, "127.0.0.0/8", "127.0.0.1/32");
    }

    @Test
    void oneRuleShouldHoldInBothDirections() throws IOException {
        try (OutboundScenario scenario =
                OutboundScenario.with(BothWaysIT.class, "partner.example direction=both\n", BothWaysIT::onLoopback)) {
            SmtpReceiver host = scenario.host("partner.example", ReceiverBehaviour.withoutTls());
            String sender = scenario.user("alice");

            scenario.james().mailClient().send(sender, "bounced", "someone@partner.example");

            Evidence.assertOnePolicyBounce(scenario.mailbox(sender), "someone@partner.example", REFUSAL);
            Evidence.assertHeardNothingOfAnyMail(host);
            try (RawSmtpClient server =
                    RawSmtpClient.connect(scenario.james().smtpAddress(), Loopback.freshAddress())) {
                server.reply();
                server.say("EHLO mx.partner.example");
                server.say("MAIL FROM:<someone@partner.example>");
                assertThat(server.say("RCPT TO:<" + sender + ">")).isEqualTo(REFUSAL);
            }
            assertThat(scenario.james().webadmin().get("/healthcheck/checks/TlsPolicy"))
                    .contains("\"healthy\"");
            scenario.james().awaitLogLine("Listener smtpserver-TLS: tls implicit", PATIENCE);
            assertThat(scenario.james().log().lines())
                    .filteredOn(line -> line.contains("made it with a self-signed default certificate"))
                    .hasSize(1);
            assertThat(scenario.james().log())
                    .contains("is active: 1 outbound and 1 inbound rules, version ")
                    .contains("verdict=reject reply=\"" + REFUSAL)
                    .doesNotContain("problem: ", "fault: ", "not judged: ");
        }
    }
}
