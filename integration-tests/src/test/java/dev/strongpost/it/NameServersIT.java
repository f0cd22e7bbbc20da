// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.dns.DnsFault;
import dev.strongpost.testkit.james.MailRequest;
import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** What name servers do to delivery, with a whole James and the resolver that our jar brings. */
class NameServersIT {
    @AutoClose
    private static OutboundScenario scenario;

    @BeforeAll
    static void start() {
        scenario = OutboundScenario.asShipped(NameServersIT.class);
    }

    @Test
    void aHostThatIsNotAnsweredForShouldNotLetItsBackupDecide() {
        String sender = scenario.user("unanswered");
        String domain = "unanswered.partner.example";
        scenario.dns().mx(domain, 10, "good." + domain).mx(domain, 20, "weak." + domain);
        SmtpReceiver good = scenario.namedHost("good." + domain, OutboundScenario.withTls());
        scenario.namedHost("weak." + domain, ReceiverBehaviour.withoutTls());
        scenario.dns().zone().fail("good." + domain, DnsFault.SERVFAIL);

        scenario.james().mailClient().send(sender, "patience", "b@" + domain);
        scenario.james().awaitLogLine("host=good." + domain, PATIENCE);
        scenario.dns().zone().heal("good." + domain);

        good.awaitReceived(1, PATIENCE);
        assertThat(scenario.james().log()).contains("good." + domain + ": SERVFAIL");
        assertThat(scenario.mailbox(sender).messages()).isEmpty();
    }

    @Test
    void aRecordThatNamesNoHostShouldCostOnlyItself() {
        String domain = "odd.partner.example";
        scenario.dns().mx(domain, 5, ".");
        SmtpReceiver host = scenario.host(domain, OutboundScenario.withTls());

        scenario.james().mailClient().send(scenario.user("odd"), "all the same", "b@" + domain);

        host.awaitReceived(1, PATIENCE);
        Evidence.assertHeardOfMailInsideTlsOnly(host);
    }

    @Test
    void aDomainThatIsNotThereShouldComeBackWithThatReason() {
        String sender = scenario.user("nowhere");

        scenario.james().mailClient().send(sender, "to nobody", "b@nowhere.partner.example");

        assertThat(bounceTo(sender).text())
                .contains("the domain nowhere.partner.example has no mail exchanger and no address");
    }

    @Test
    void thisServerAmongTheExchangersShouldEndTheMailsWay() throws Exception {
        String sender = scenario.user("loop");
        String domain = "loop.partner.example";
        scenario.dns().mx(domain, 10, "here." + domain).address("here." + domain, InetAddress.getByName("127.0.0.1"));

        scenario.james().mailClient().send(sender, "to ourselves", "b@" + domain);

        assertThat(bounceTo(sender).raw()).contains("5.4.6").contains("loops back to this server");
    }

    @Test
    void aMailThatHasPassedTooManyServersShouldComeBack() {
        String sender = scenario.user("circle");
        String received = "Received: from a.example by b.example; Fri, 27 Nov 2026 10:00:00 +0000\r\n";

        scenario.james()
                .mailClient()
                .send(
                        MailRequest.from(sender).to("b@partner.example"),
                        received.repeat(31) + "From: " + sender + "\r\nSubject: round and round\r\n\r\nhello\r\n");

        assertThat(bounceTo(sender).raw()).contains("Status: 5.4.6").contains("the mail loops");
    }

    private static MailboxMessage bounceTo(String sender) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> scenario.mailbox(sender).messages(), messages -> !messages.isEmpty())
                .get(0);
    }
}
