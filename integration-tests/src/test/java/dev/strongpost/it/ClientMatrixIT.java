// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.peers.RealServer;

/**
 * Debian's mail servers and clients send to a listener of ours that requests a certificate: in both versions of TLS, with
 * a certificate and without one. Each mail arrives once, and what its session was is on it.
 */
class ClientMatrixIT {
    private static final String BOB = "bob@" + InboundScenario.LOCAL_DOMAIN;
    private static final String CLIENTS = "clients";
    private static final List<String> PROGRAMS = List.of("swaks", "curl", "openssl", "python", "nodemailer");
    private static final List<String> SERVERS = List.of("postfix", "sendmail", "exim");
    private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final AtomicInteger SENT = new AtomicInteger();

    @AutoClose
    private static InboundScenario scenario;

    /** A client, a version, and whether it presents a certificate. */
    record Cell(String client, String version, boolean certificate) {
        /** Debian's swaks sends its own certificate and none above it. */
        String chain() {
            if (!certificate) {
                return "none";
            }
            return client.equals("swaks") ? "unknown-issuer" : "trusted";
        }
    }

    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (String client : Stream.concat(PROGRAMS.stream(), SERVERS.stream()).toList()) {
            for (String version : VERSIONS) {
                cells.add(new Cell(client, version, true));
                cells.add(new Cell(client, version, false));
            }
        }
        return cells;
    }

    static List<Cell> third() {
        List<Cell> cells = all();
        return IntStream.range(0, cells.size())
                .filter(i -> i % 3 == 0)
                .mapToObj(cells::get)
                .toList();
    }

    @BeforeAll
    static void start() {
        scenario = InboundScenario.prepare()
                .listener(
                        "asks",
                        "<tls>accept</tls>",
                        "<clientCertificate>request</clientCertificate>",
                        "<exemptClients>none</exemptClients>")
                .start(ClientMatrixIT.class, "from:strict.example encrypt bits=112\n");
        TestIdentity client = scenario.authority().issue("client.example");
        for (String root : Stream.concat(Stream.of(CLIENTS), SERVERS.stream()).toList()) {
            if (RealServer.obstacle(root).isEmpty()) {
                RealServer.write(root, "etc/client.pem", client.privateKeyPem() + client.chainPem());
            }
        }
    }

    private static String send(String root, String... arguments) {
        RealServer.obstacle(root).ifPresent(Assumptions::abort);
        return RealServer.runScript(root, "send", arguments);
    }

    private static String send(Cell cell, String subject) {
        InetSocketAddress listener = scenario.address("asks");
        List<String> arguments = new ArrayList<>();
        boolean server = SERVERS.contains(cell.client());
        if (!server) {
            arguments.add(cell.client());
        }
        if (cell.client().equals("exim")) {
            return send(
                    "exim",
                    listener.getAddress().getHostAddress(),
                    String.valueOf(listener.getPort()),
                    "require",
                    "alice@strict.example",
                    BOB,
                    "1",
                    cell.version(),
                    cell.certificate() ? "yes" : "no",
                    subject);
        }
        arguments.addAll(List.of(
                listener.getAddress().getHostAddress(),
                String.valueOf(listener.getPort()),
                cell.version(),
                cell.certificate() ? "yes" : "no",
                "alice@strict.example",
                BOB,
                subject));
        return send(server ? cell.client() : CLIENTS, arguments.toArray(String[]::new));
    }

    private static List<MailboxMessage> arrived(String subject) {
        return scenario.james().mailbox(BOB).messages().stream()
                .filter(mail -> mail.subject().equals(subject))
                .toList();
    }

    private static List<MailboxMessage> awaitArrived(String subject, String said) {
        return Awaitility.await(said).atMost(PATIENCE).until(() -> arrived(subject), mails -> !mails.isEmpty());
    }

    private static void assertArrives(Cell cell) {
        String subject = "mail " + SENT.incrementAndGet();
        String said = send(cell, subject);

        assertThat(awaitArrived(subject, said)).as(said).singleElement().satisfies(mail -> {
            assertThat(mail.header("X-Protocol")).contains(cell.version());
            assertThat(mail.header("X-Chain")).contains(cell.chain());
        });
    }

    @Tag("peers")
    @ParameterizedTest
    @MethodSource("third")
    void mailShouldArriveOnceAsItsSessionWas(Cell cell) {
        assertArrives(cell);
    }

    @Tag("soak")
    @ParameterizedTest
    @MethodSource("all")
    void everyMailShouldArriveOnceAsItsSessionWas(Cell cell) {
        assertArrives(cell);
    }

    @Tag("peers")
    @Test
    void opensmtpdShouldSendWhereNoRuleAsksAndKeepToTheRuleWhereOneDoes() {
        String open = opensmtpd("alice@open.example", "open");
        assertThat(open).contains("result=\"Ok\"");
        String log = opensmtpd("alice@strict.example", "strict");

        assertThat(awaitArrived("open", open)).hasSize(1);
        assertThat(arrived("strict")).as(log).allMatch(mail -> mail.header("X-Protocol")
                .isPresent());
    }

    private static String opensmtpd(String sender, String subject) {
        InetSocketAddress listener = scenario.address("asks");
        return send(
                "opensmtpd",
                listener.getAddress().getHostAddress(),
                String.valueOf(listener.getPort()),
                sender,
                BOB,
                subject);
    }
}
