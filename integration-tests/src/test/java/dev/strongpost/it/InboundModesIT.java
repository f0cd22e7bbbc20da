// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.strongpost.it.InboundClient.Transport;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.smtp.RawSmtpClient;

/** Every way to ask for TLS and certificates, with every way to answer: {@code inbound-modes.txt}, on a stock James. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InboundModesIT {
    private static final String ASKS = "<clientCertificate>request</clientCertificate>";
    private static final String DEMANDS = "<clientCertificate>require</clientCertificate>";
    private static final String ANY = "<clientCertificateUsage>any</clientCertificateUsage>";
    private static final String STRONG = "<bits>256</bits>";
    private static final String BOB = "bob@" + InboundScenario.LOCAL_DOMAIN;

    private static final Map<String, Cell> TAKEN = new ConcurrentHashMap<>();
    private static InboundScenario scenario;
    private static Map<String, SSLContext> clients;

    @BeforeAll
    static void start() {
        scenario = InboundScenario.prepare()
                .listener("none", "<tls>none</tls>")
                .listener("accept", "<tls>accept</tls>", ASKS)
                .listener("require", "<tls>require</tls>", ASKS, STRONG)
                .listener("require-reply", "<tls>require</tls>", DEMANDS, STRONG)
                .listener(
                        "require-alert",
                        "<tls>require</tls>",
                        DEMANDS,
                        "<certificateRefusal>handshake</certificateRefusal>",
                        STRONG)
                .listener("any-reply", "<tls>require</tls>", DEMANDS, ANY, STRONG)
                .listener(
                        "any-alert",
                        "<tls>require</tls>",
                        DEMANDS,
                        ANY,
                        "<certificateRefusal>handshake</certificateRefusal>",
                        STRONG)
                .listener("implicit", "<tls>implicit</tls>", ASKS, STRONG)
                .start(InboundModesIT.class, "unused.example\n");
        TestCertificateAuthority authority = scenario.authority();
        clients = Map.of(
                "none", authority.clientContext(),
                "self-signed", authority.clientContext(TestCertificateAuthority.selfSigned("mx.partner.example")),
                "expired",
                        authority.clientContext(authority
                                .certificate()
                                .dnsNames("mx.partner.example")
                                .expired()
                                .issue()),
                "wrong-issuer",
                        authority.clientContext(
                                TestCertificateAuthority.create().issue("mx.partner.example")),
                "server-only",
                        authority.clientContext(authority
                                .certificate()
                                .dnsNames("mx.partner.example")
                                .forServersOnly()
                                .issue()),
                "good", authority.clientContext(authority.issue("mx.partner.example")));
    }

    @AfterAll
    static void stop() {
        scenario.close();
    }

    record Cell(String listener, String certificate, Transport transport, String outcome) {
        String subject() {
            return listener + " " + certificate + " " + transport;
        }

        @Override
        public String toString() {
            return subject() + ": " + outcome;
        }
    }

    static Stream<Cell> cells() {
        try (InputStream table = InboundModesIT.class.getResourceAsStream("/inbound-modes.txt")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.startsWith("#")).flatMap(InboundModesIT::cells).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Cell> cells(String line) {
        List<String> columns =
                Arrays.stream(line.split("\\|")).map(String::strip).toList();
        String[] row = columns.get(0).split(" +");
        return IntStream.range(0, Transport.values().length)
                .mapToObj(i -> new Cell(row[0], row[1], Transport.values()[i], columns.get(i + 1)));
    }

    @Order(1)
    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void cellShouldComeOutAsTheTableSays(Cell cell) throws IOException {
        assertThat(outcome(cell)).isEqualTo(cell.outcome().replaceFirst("^taken .*", "taken"));

        if (cell.outcome().startsWith("taken")) {
            TAKEN.put(cell.subject(), cell);
        }
    }

    private static String outcome(Cell cell) {
        try (InboundClient client = InboundClient.on(RawSmtpClient.connect(scenario.address(cell.listener())))) {
            return cell.listener().equals("implicit") ? beginWithTls(client, cell) : beginInClear(client, cell);
        } catch (IOException e) {
            return "alert";
        }
    }

    private static String beginWithTls(InboundClient client, Cell cell) throws IOException {
        if (cell.transport() == Transport.CLEAR) {
            return client.ehlo().isEmpty() ? "closed" : "answered";
        }
        client.shakeHands(cell.transport(), clients.get(cell.certificate()));
        client.wire().reply();
        return send(client, client.ehlo(), cell);
    }

    private static String beginInClear(InboundClient client, Cell cell) throws IOException {
        client.wire().reply();
        String ehlo = client.ehlo();
        if (cell.transport() == Transport.CLEAR) {
            return send(client, ehlo, cell);
        }
        boolean offered = ehlo.contains("STARTTLS");
        String afterTls = client.startTls(cell.transport(), clients.get(cell.certificate()));
        assertThat(afterTls).doesNotContain("STARTTLS\n");
        return offered ? send(client, afterTls, cell) : afterTls.startsWith("500 ") ? "not-offered" : afterTls;
    }

    private static String send(InboundClient client, String ehlo, Cell cell) throws IOException {
        if (ehlo.isEmpty()) {
            return "alert";
        }
        if (!ehlo.startsWith("250")) {
            return inWords(ehlo);
        }
        return client.send("alice@partner.example", BOB, cell.subject())
                .map(InboundModesIT::inWords)
                .orElse("taken");
    }

    private static String inWords(String reply) {
        return switch (reply) {
            case "530 5.7.0 Must issue a STARTTLS command first" -> "clear";
            case "503 5.7.0 encryption too weak 128 less than 256" -> "weak";
            case "421 4.7.1 A trusted client certificate is required" -> "certificate";
            default -> reply;
        };
    }

    @Test
    @Order(2)
    void everyMailTakenShouldTellHowItCameIn() {
        List<MailboxMessage> mails =
                scenario.james().mailbox(BOB).awaitMessages(TAKEN.size(), OutboundScenario.PATIENCE);

        assertThat(mails).hasSameSizeAs(TAKEN.values());
        assertThat(mails).allSatisfy(mail -> {
            Cell cell = TAKEN.get(mail.subject());
            assertThat(mail.header("X-Chain").orElse("-"))
                    .isEqualTo(cell.outcome().substring("taken ".length()));
            assertThat(mail.header("X-Bits")).hasValue(bits(cell.transport()));
            assertThat(mail.header("X-Protocol").orElse("-")).isEqualTo(protocol(cell.transport()));
            assertThat(mail.header("X-Client").isPresent()).isEqualTo(showsCertificate(cell));
        });
    }

    private static String bits(Transport transport) {
        return switch (transport) {
            case CLEAR -> "0";
            case WEAK -> "128";
            default -> "256";
        };
    }

    private static String protocol(Transport transport) {
        return switch (transport) {
            case CLEAR -> "-";
            case TLS13 -> "TLSv1.3";
            default -> "TLSv1.2";
        };
    }

    private static boolean showsCertificate(Cell cell) {
        return cell.transport() != Transport.CLEAR && !cell.certificate().equals("none");
    }
}
