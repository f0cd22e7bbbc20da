// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.dns.DnsFault;
import dev.strongpost.testkit.smtp.RawSmtpClient;

/**
 * A thousand clients of one provider connect, whose name server answers no question about their addresses, to a listener
 * that has a rule for a client by its name. A client of another network waits for its own name alone.
 */
@Tag("ci")
class DeadReverseZoneIT {
    private static final int CLIENTS = 1_000;
    private static final int IN_A_SUBNET = 200;

    @AutoClose
    private InboundScenario scenario;

    private final List<RawSmtpClient> clients = new ArrayList<>();

    private RawSmtpClient connect(InetAddress from) throws IOException {
        RawSmtpClient client = RawSmtpClient.connect(scenario.address("mx"), from);
        clients.add(client);
        assertThat(client.reply()).startsWith("220 ");
        client.write("EHLO client.example\r\n");
        return client;
    }

    private static InetAddress address(int second, int third, int fourth) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, (byte) second, (byte) third, (byte) fourth});
    }

    private static long unanswered(List<RawSmtpClient> clients) throws IOException {
        long unanswered = 0;
        for (RawSmtpClient client : clients) {
            unanswered += client.hasReply() ? 0 : 1;
        }
        return unanswered;
    }

    @Test
    void clientOfAnotherNetworkShouldWaitForItsOwnNameAlone() throws Exception {
        scenario = InboundScenario.prepare()
                .listener("mx", "<tls>accept</tls>", "<exemptClients>none</exemptClients>")
                .start(DeadReverseZoneIT.class, "client:mx.partner.example encrypt\n");
        scenario.dns().zone().ptr("1.1.200.127.in-addr.arpa.", "mx.other.example.");
        scenario.dns().address("mx.other.example", address(200, 1, 1));
        for (int i = 0; i < CLIENTS; i++) {
            String reverse = (i % IN_A_SUBNET + 1) + "." + i / IN_A_SUBNET + ".77.127.in-addr.arpa.";
            scenario.dns().zone().fail(reverse, DnsFault.SILENCE);
        }
        List<RawSmtpClient> dead = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            dead.add(connect(address(77, i / IN_A_SUBNET, i % IN_A_SUBNET + 1)));
        }

        RawSmtpClient other = connect(address(200, 1, 1));
        assertThat(other.reply()).startsWith("250");
        assertThat(other.say("MAIL FROM:<a@other.example>")).startsWith("250 ");

        assertThat(unanswered(dead)).isGreaterThan(CLIENTS / 2);
        for (RawSmtpClient client : clients) {
            client.close();
        }
    }
}
