// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.peers.RealServer;

/** Debian's Exim sends to a listener of ours. It pipelines QUIT behind the final dot, and closes its half. */
@Tag("peers")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealClientsIT {
    private static final int MAILS = 20;
    private static final String BOB = "bob@" + InboundScenario.LOCAL_DOMAIN;

    @AutoClose
    private static InboundScenario scenario;

    @BeforeAll
    static void start() {
        RealServer.obstacle("exim").ifPresent(Assumptions::abort);
        scenario = InboundScenario.prepare()
                .listener("mx", "<exemptClients>none</exemptClients>")
                .start(RealClientsIT.class, "from:strict.example\n");
    }

    private static List<String> exim(String tls, String sender, int count) {
        InetSocketAddress mx = scenario.address("mx");
        return RealServer.runScript(
                        "exim",
                        "send",
                        mx.getAddress().getHostAddress(),
                        String.valueOf(mx.getPort()),
                        tls,
                        sender,
                        BOB,
                        String.valueOf(count))
                .lines()
                .toList();
    }

    @Test
    @Order(1)
    void everyMailInCleartextShouldBeAnsweredAndArriveOnce() {
        List<String> log = exim("avoid", "a@open.example", MAILS);

        assertThat(log).filteredOn(line -> line.contains(" => " + BOB)).hasSize(MAILS);
        assertThat(log).noneMatch(line -> line.contains(" == ") || line.contains(" ** "));
        assertThat(scenario.james().mailbox(BOB).awaitMessages(MAILS, OutboundScenario.PATIENCE))
                .extracting(MailboxMessage::subject)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, MAILS)
                        .mapToObj(i -> "exim " + i)
                        .toList());
    }

    @Test
    @Order(2)
    void senderWithARuleShouldBeRefusedInCleartextAndAcceptedOverTls() {
        assertThat(exim("avoid", "a@strict.example", 1))
                .anyMatch(line ->
                        line.contains(" ** " + BOB) && line.contains("503 5.7.0 encryption too weak 0 less than 112"));
        assertThat(exim("require", "a@strict.example", 1))
                .anyMatch(line -> line.contains(" => " + BOB) && line.contains(" X=TLS1."));
    }
}
