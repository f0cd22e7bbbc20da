// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.it.InboundClient.Transport;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.james.StockJames;
import dev.strongpost.testkit.smtp.RawSmtpClient;

/** What those who mean ill try on a stock James, and what rules ask of those who mean well. */
class InboundGuardsIT {
    private static final Duration PATIENCE = OutboundScenario.PATIENCE;
    private static final String BOB = "bob@" + InboundScenario.LOCAL_DOMAIN;
    private static final String BOARD = "board@" + InboundScenario.LOCAL_DOMAIN;
    private static final String POSTMASTER = "postmaster@" + InboundScenario.LOCAL_DOMAIN;
    private static final String TABLE =
            """
            strong.example bits=256 direction=in
            from:verified.example verify
            from:own.example secure
            from:trial.example mode=testing
            from:later.example failure=defer
            to:%s bits=256
            cert:mx.weak.example bits=256
            """
                    .formatted(BOARD);

    private static InboundScenario scenario;
    private static JamesVitals vitals;
    private static SSLContext stranger;

    @BeforeAll
    static void start() {
        scenario = InboundScenario.prepare()
                .listener("accept", "<clientCertificate>request</clientCertificate>")
                .listener("require", "<tls>require</tls>", "<handshakeTimeout>2 seconds</handshakeTimeout>")
                .listener("implicit", "<tls>implicit</tls>", "<handshakeTimeout>2 seconds</handshakeTimeout>")
                .listener(
                        "strict",
                        "<clientCertificate>request</clientCertificate>",
                        "<exemptRecipients>none</exemptRecipients>")
                .listener(
                        "matching",
                        "<tls>require</tls>",
                        "<clientCertificate>require</clientCertificate>",
                        "<clientCertificateMatch>hostname</clientCertificateMatch>")
                .listener("named", "<policy>file://conf/named.conf</policy>")
                .file("named.conf", "client:mx.named.example\n")
                .start(InboundGuardsIT.class, TABLE);
        scenario.james().addUser(BOARD).addUser(POSTMASTER);
        stranger = scenario.authority().clientContext();
        vitals = JamesVitals.of(ItPaths.directory(InboundGuardsIT.class.getSimpleName()));
    }

    @AfterAll
    static void stop() {
        scenario.close();
    }

    private static InboundClient client(String listener) throws IOException {
        return InboundClient.on(scenario.connect(listener));
    }

    private static InboundClient secured(String listener, Transport transport, SSLContext context) throws IOException {
        InboundClient client = client(listener);
        client.ehlo();
        assertThat(client.startTls(transport, context)).startsWith("250");
        return client;
    }

    private static SSLContext bearing(String name) {
        return scenario.authority().clientContext(scenario.authority().issue(name));
    }

    @Nested
    class Injection {
        /** What may come in clear behind STARTTLS: whole commands, a part of one, a line end alone. */
        @ParameterizedTest
        @ValueSource(
                strings = {"MAIL FROM:<evil@partner.example>\r\n", "NOOP\r\nNOOP\r\n", "MAIL FROM:<evil@pa", "\r\n"})
        void commandsInTheSameSegmentShouldNeverBeHeard(String injected) throws IOException {
            try (InboundClient client = client("accept")) {
                client.ehlo();
                client.wire().write("STARTTLS\r\n" + injected);

                assertNothingHeard(client);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"MAIL FROM:<evil@partner.example>\r\n", "NOOP\r\nNOOP\r\n", "MAIL FROM:<evil@pa"})
        void commandsInSegmentsOfTheirOwnShouldNeverBeHeard(String injected) throws IOException {
            for (int i = 0; i < 25; i++) {
                try (InboundClient client = client("accept")) {
                    client.ehlo();
                    client.wire().write("STARTTLS\r\n");
                    client.wire().write(injected);

                    assertNothingHeard(client);
                }
            }
        }

        @Test
        void commandsShouldNotBeHeardEitherBehindAMailInClear() throws IOException {
            try (InboundClient client = client("accept")) {
                client.ehlo();
                assertThat(client.send("alice@other.example", BOB, "in clear")).isEmpty();
                client.wire().write("STARTTLS\r\nMAIL FROM:<evil@partner.example>\r\n");

                assertNothingHeard(client);
            }
        }

        // What is not read as a command is read as a broken ClientHello, or ends the connection before.
        private static void assertNothingHeard(InboundClient client) {
            List<String> replies = new ArrayList<>();
            try {
                for (String reply = client.wire().reply();
                        !reply.isEmpty();
                        reply = client.wire().reply()) {
                    replies.add(reply);
                }
            } catch (IOException e) {
                replies.add("reset");
            }
            assertThat(replies).noneMatch(reply -> reply.startsWith("250"));
            assertThat(replies).filteredOn(reply -> reply.startsWith("2")).hasSizeLessThanOrEqualTo(1);
        }

        @Test
        void helloOfBeforeShouldBeForgotten() throws IOException {
            try (InboundClient client = client("accept")) {
                client.ehlo();
                client.wire().say("MAIL FROM:<alice@other.example>");
                client.wire().say("STARTTLS");
                client.shakeHands(Transport.TLS13, stranger);

                assertThat(client.wire().say("RCPT TO:<" + BOB + ">")).startsWith("503");
                assertThat(client.wire().say("MAIL FROM:<alice@other.example>")).startsWith("503 5.5.0 Need HELO");
            }
        }

        @Test
        void nothingShouldFollowThe220InClear() throws Exception {
            try (RawSmtpClient client = scenario.connect("accept")) {
                client.say("EHLO client.example");
                client.write("STARTTLS\r\n");

                assertThat(client.oneRead(1000)).matches("220 2\\.0\\.0 Ready to start TLS\r\n");
                SSLSocket secured = client.startTls(stranger, InboundClient.SERVER_NAME);
                assertThat(secured.getSession().isValid()).isTrue();
            }
        }
    }

    @Nested
    class BeforeTls {
        @Test
        void pipelinedCommandsShouldAllBeRefusedInOrder() throws IOException {
            try (InboundClient client = client("require")) {
                assertThat(client.ehlo()).contains("STARTTLS");
                List<String> commands = List.of(
                        "MAIL FROM:<a@partner.example>",
                        "RCPT TO:<" + BOB + ">",
                        "DATA",
                        "NOOP",
                        "VRFY bob",
                        "EXPN all",
                        "AUTH PLAIN " + plain(),
                        "ETRN here.example",
                        "mail from:<a@b.example>",
                        "RSET",
                        "BDAT 5 LAST");
                client.wire().write(String.join("\r\n", commands) + "\r\n");

                for (String command : commands) {
                    boolean harmless = command.equals("NOOP") || command.equals("RSET");
                    assertThat(client.wire().reply())
                            .as(command)
                            .startsWith(harmless ? "250" : "530 5.7.0 Must issue a STARTTLS command first");
                }
                assertThat(client.wire().say("HELP")).doesNotStartWith("530");
                assertThat(client.wire().say("QUIT")).startsWith("221");
            }
        }

        @Test
        void authShouldBeHeardBehindTlsAlone() throws IOException {
            try (InboundClient client = secured("require", Transport.TLS13, stranger)) {
                assertThat(client.wire().say("AUTH PLAIN " + plain())).startsWith("235");
                assertThat(client.wire().say("STARTTLS")).startsWith("503 5.5.1");
            }
        }

        private static String plain() {
            String words = "\0" + BOB + "\0" + StockJames.PASSWORD;
            return Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8));
        }

        @Test
        void authInCleartextShouldBeRefusedWhereTlsIsOffered() throws IOException {
            try (InboundClient client = client("accept")) {
                client.ehlo();

                assertThat(client.wire().say("AUTH PLAIN " + plain())).startsWith("538 5.7.11");
                assertThat(client.send("a@strong.example", BOB, "x"))
                        .hasValue("503 5.7.0 encryption too weak 0 less than 256");
            }
            try (InboundClient client = secured("accept", Transport.WEAK, stranger)) {
                assertThat(client.wire().say("AUTH PLAIN " + plain())).startsWith("235");
                assertThat(client.send("a@strong.example", BOB, "authenticated, so exempt"))
                        .isEmpty();
            }
        }

        @Test
        void parametersOfStartTlsShouldBeRefused() throws IOException {
            try (InboundClient client = client("accept")) {
                client.ehlo();

                assertThat(client.wire().say("STARTTLS now")).doesNotStartWith("220");
            }
        }
    }

    @Nested
    class Handshakes {
        @Test
        void renegotiationOfOpensslShouldEndTheConnection() throws Exception {
            Process openssl = openssl("-tls1_2");
            openssl.getOutputStream().write("R\n".getBytes(StandardCharsets.US_ASCII));
            openssl.getOutputStream().flush();
            assertThat(openssl.waitFor(20, TimeUnit.SECONDS)).isTrue();
            String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(said).contains("Cipher is ECDHE", "RENEGOTIATING").doesNotContain("read R BLOCK");
            scenario.james().awaitLogLine("ended: renegotiation is refused", PATIENCE);
        }

        @Test
        void opensslShouldSendMailWithItsCertificate() throws Exception {
            TestIdentity identity = scenario.authority().issue("mx.openssl.example");
            String chain = file("openssl.pem", identity.chainPem());
            Process openssl = openssl(
                    "-tls1_3",
                    "-quiet",
                    "-crlf",
                    "-cert",
                    chain,
                    "-cert_chain",
                    chain,
                    "-key",
                    file("openssl.key", identity.privateKeyPem()));
            String words =
                    "EHLO client.example\nMAIL FROM:<a@verified.example>\nRCPT TO:<%s>\nDATA\nSubject: of openssl\n\n.\nQUIT\n"
                            .formatted(BOB);
            openssl.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
            openssl.getOutputStream().flush();
            assertThat(openssl.waitFor(20, TimeUnit.SECONDS)).isTrue();

            assertThat(mail("of openssl").header("X-Names")).hasValue("mx.openssl.example");
        }

        /** At a listener with few failures: the log of each has 20 in ten seconds. */
        private static Process openssl(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    "openssl",
                    "s_client",
                    "-starttls",
                    "smtp",
                    "-connect",
                    "127.0.0.1:" + scenario.address("strict").getPort()));
            command.addAll(Arrays.asList(arguments));
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        }

        private static String file(String name, String content) throws IOException {
            return Files.writeString(ItPaths.directory(name), content).toString();
        }

        @Test
        void certificateOfTheNamedHostShouldBePresented() throws IOException {
            assertThat(presentedTo("mail.other.example")).contains("mail.other.example");
            assertThat(presentedTo(InboundClient.SERVER_NAME)).contains(InboundClient.SERVER_NAME);
            assertThat(presentedTo("unknown.example")).contains(InboundClient.SERVER_NAME);
        }

        private static String presentedTo(String serverName) throws IOException {
            try (RawSmtpClient client = scenario.connect("accept")) {
                client.say("EHLO client.example");
                client.say("STARTTLS");
                return client.startTls(stranger, serverName)
                        .getSession()
                        .getPeerPrincipal()
                        .getName();
            }
        }

        @Test
        void clientsThatStallShouldBeLeftWithoutHoldingAThread() throws IOException {
            long threads = vitals.threads();
            List<RawSmtpClient> stalled = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                RawSmtpClient inStartTls = scenario.connect("require");
                inStartTls.say("STARTTLS");
                stalled.add(inStartTls);
                stalled.add(RawSmtpClient.connect(scenario.address("implicit")));
            }

            assertThat(vitals.threads()).isLessThan(threads + 40);
            for (RawSmtpClient client : stalled) {
                assertThat(client.rest()).doesNotContain("250");
                client.close();
            }
        }

        @Test
        void tenThousandFailuresShouldLeaveNothingBehind() throws Exception {
            long descriptors = vitals.descriptors();
            long started = System.nanoTime();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                boolean implicit = i % 2 == 0;
                all.add(threads.submit(() -> {
                    fail(implicit);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            threads.shutdown();
            long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();

            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(vitals.descriptors())
                    .isLessThan(descriptors + 50));
            assertThat(vitals.living("dev.strongpost.inbound.connection.InboundConnection"))
                    .isLessThan(50);
            assertThat(vitals.living("dev.strongpost.inbound.tls.InboundSslHandler"))
                    .isLessThan(50);
            String log = scenario.james().log();
            assertThat(log).doesNotContain("Unable to process request");
            assertThat(log.lines().filter(line -> line.contains(" ended: ")).count())
                    .isLessThan(100 + 20 * (seconds / 10 + 2));
        }

        private static void fail(boolean implicit) throws IOException {
            try (RawSmtpClient client =
                    implicit ? RawSmtpClient.connect(scenario.address("implicit")) : scenario.connect("require")) {
                if (!implicit) {
                    assertThat(client.say("STARTTLS")).startsWith("220");
                }
                client.write("this is no ClientHello\r\n");
                client.rest();
            }
        }
    }

    /** Exim pipelines QUIT behind the final dot, and closes its half of the connection. */
    @Nested
    class HalfClosed {
        @Test
        void clientShouldGetEveryReplyAndTheMailShouldArriveOnce() throws IOException {
            for (int i = 0; i < 30; i++) {
                try (RawSmtpClient client = scenario.connect("accept")) {
                    client.say("EHLO exim.example");
                    client.say("MAIL FROM:<a@other.example>");
                    client.say("RCPT TO:<" + BOB + ">");
                    assertThat(client.say("DATA")).startsWith("354");
                    client.write("Subject: half closed\r\n\r\nhello\r\n.\r\nQUIT\r\n");
                    client.endOutput();

                    assertThat(client.rest()).matches("250 .*\r\n221 .*\r\n");
                }
            }
        }

        @Test
        void connectionShouldEndSoonWhenThereIsNothingToAnswer() throws IOException {
            try (RawSmtpClient client = scenario.connect("accept")) {
                client.say("EHLO monitor.example");
                client.endOutput();

                assertThat(client.rest()).isEmpty();
            }
        }
    }

    @Nested
    class Rules {
        @Test
        void certificateThatIsRequiredShouldNameTheClientWhereThatIsAsked() throws IOException {
            try (InboundClient client = secured("matching", Transport.TLS13, bearing("client.example"))) {
                assertThat(client.send("a@other.example", BOB, "named as in EHLO"))
                        .isEmpty();
            }
            try (InboundClient client = secured("matching", Transport.TLS13, bearing("other.example"))) {
                assertThat(client.send("a@other.example", BOB, "x"))
                        .hasValue("550 5.7.1 Invalid name: the client certificate does not name the client");
            }
        }

        @Test
        void verdictShouldSurviveResumption() throws IOException {
            SSLContext context = bearing("mx.own.example");
            for (Transport transport : List.of(Transport.TLS12, Transport.TLS13)) {
                for (int i = 0; i < 3; i++) {
                    try (InboundClient client = secured("accept", transport, context)) {
                        assertThat(client.send("a@own.example", BOB, "resumed")).isEmpty();
                        assertThat(client.wire().say("MAIL FROM:<a@strong.example>"))
                                .startsWith("250");
                    }
                }
            }
        }

        @Test
        void clearTextShouldBeTooWeakForTheSender() throws IOException {
            try (InboundClient client = client("accept")) {
                client.ehlo();

                assertThat(client.send("a@mail.strong.example", BOB, "x"))
                        .hasValue("503 5.7.0 encryption too weak 0 less than 256");
            }
        }

        @Test
        void senderShouldBeRefusedAtMailWhereNobodyIsExempt() throws IOException {
            try (InboundClient client = client("strict")) {
                client.ehlo();

                assertThat(client.wire().say("MAIL FROM:<a@strong.example>"))
                        .isEqualTo("503 5.7.0 encryption too weak 0 less than 256");
                assertThat(client.wire().say("MAIL FROM:<a@other.example>")).startsWith("250");
            }
        }

        @Test
        void postmasterShouldBeReachedByAnybody() throws IOException {
            try (InboundClient client = client("accept")) {
                client.ehlo();
                client.wire().say("MAIL FROM:<a@strong.example>");

                assertThat(client.wire().say("RCPT TO:<" + BOB + ">")).startsWith("503 5.7.0");
                assertThat(client.wire().say("RCPT TO:<" + POSTMASTER + ">")).startsWith("250");
                assertThat(client.wire().say("RCPT TO:<" + BOARD + ">")).startsWith("503 5.7.0");
            }
        }

        @Test
        void recipientsOfAnotherSenderShouldBeForgotten() throws IOException {
            try (InboundClient client = client("accept")) {
                client.ehlo();
                client.wire().say("MAIL FROM:<a@other.example>");
                assertThat(client.wire().say("RCPT TO:<" + BOB + ">")).startsWith("250");
                assertThat(client.wire().say("MAIL FROM:<a@strong.example>")).startsWith("503");
                assertThat(client.wire().say("MAIL FROM:<a@strong.example>")).startsWith("250");

                assertThat(client.wire().say("DATA")).startsWith("503");
            }
        }

        /** Mail of more than 64 KiB is refused behind its end; whoever was exempt in that transaction is so no more. */
        @Test
        void rulesShouldHoldBehindARefusedEndOfData() throws IOException {
            try (InboundClient client = client("accept")) {
                client.ehlo();
                String mail = "Subject: large\r\n\r\n" + "large\r\n".repeat(15_000) + ".";
                client.wire().say("MAIL FROM:<a@strong.example>");
                assertThat(client.wire().say("RCPT TO:<" + POSTMASTER + ">")).startsWith("250");
                assertThat(client.wire().say("DATA")).startsWith("354");
                assertThat(client.wire().say(mail)).startsWith("552");

                assertThat(client.wire().say("RCPT TO:<" + BOB + ">")).startsWith("503");
                assertThat(client.wire().say("RSET")).startsWith("250");
                assertThat(client.wire().say("MAIL FROM:<a@other.example>")).startsWith("250");
                assertThat(client.wire().say("RCPT TO:<" + BOARD + ">"))
                        .isEqualTo("503 5.7.0 encryption too weak 0 less than 256");
                assertThat(client.wire().say("RSET")).startsWith("250");
                assertThat(client.send("a@other.example", BOB, "behind a large one"))
                        .isEmpty();
            }
            assertThat(mail("behind a large one").header("X-Rule")).isEmpty();
        }

        /** A client that knows servers by their name alone offers the session of one listener to the next. */
        @ParameterizedTest
        @EnumSource(names = {"TLS12", "TLS13"})
        void sessionOfAListenerShouldMeanNothingToAnother(Transport transport) throws IOException {
            SSLContext context = bearing("mx.own.example");
            for (int i = 0; i < 2; i++) {
                try (InboundClient client = secured("accept", transport, context)) {
                    assertThat(client.send("a@own.example", BOB, "asked for a certificate"))
                            .isEmpty();
                }
                try (InboundClient client = secured("require", transport, context)) {
                    assertThat(client.send("a@own.example", BOB, "x")).hasValue("503 5.7.0 not authenticated");
                }
            }
        }

        @Test
        void clientShouldBeHeardOnceItIsKnownToHaveNoName() throws IOException {
            try (InboundClient client = secured("named", Transport.TLS13, stranger)) {
                assertThat(client.send("a@other.example", BOB, "nameless")).isEmpty();
            }
        }

        @Test
        void recipientWithARuleShouldBeRefusedAlone() throws IOException {
            try (InboundClient client = secured("accept", Transport.WEAK, stranger)) {
                client.wire().say("MAIL FROM:<a@other.example>");

                assertThat(client.wire().say("RCPT TO:<" + BOARD + ">"))
                        .isEqualTo("503 5.7.0 encryption too weak 128 less than 256");
                assertThat(client.wire().say("RCPT TO:<" + BOB + ">")).startsWith("250");
            }
        }

        @Test
        void verifyShouldAskForATrustedCertificate() throws IOException {
            try (InboundClient client = secured("accept", Transport.TLS12, stranger)) {
                assertThat(client.send("a@verified.example", BOB, "x")).hasValue("503 5.7.0 not authenticated");
            }
            try (InboundClient client = secured("accept", Transport.TLS12, bearing("mx.anybody.example"))) {
                assertThat(client.send("a@verified.example", BOB, "verified")).isEmpty();
            }
            assertThat(mail("verified").header("X-Rule").orElse(""))
                    .startsWith("from:verified.example (tls-policy.conf:");
        }

        @Test
        void secureShouldAskForTheSendersDomainInTheCertificate() throws IOException {
            try (InboundClient client = secured("accept", Transport.TLS13, bearing("mx.own.example"))) {
                assertThat(client.send("a@own.example", BOB, "x")).isEmpty();
            }
            try (InboundClient client = secured("accept", Transport.TLS13, bearing("mx.other.example"))) {
                assertThat(client.send("a@own.example", BOB, "x"))
                        .hasValue("503 5.7.0 CN mx.other.example does not match own.example");
            }
        }

        @Test
        void ruleForTheCertificateShouldHoldWhateverTheSender() throws IOException {
            try (InboundClient client = secured("accept", Transport.WEAK, bearing("mx.weak.example"))) {
                assertThat(client.send("a@other.example", BOB, "x"))
                        .hasValue("503 5.7.0 encryption too weak 128 less than 256");
            }
        }

        @Test
        void ruleThatDefersShouldHaveItTriedAgain() throws IOException {
            try (InboundClient client = client("accept")) {
                client.ehlo();

                assertThat(client.send("a@later.example", BOB, "x"))
                        .hasValue("403 4.7.0 encryption too weak 0 less than 112");
            }
        }

        @Test
        void ruleInTestingShouldOnlyBeNoted() throws IOException {
            try (InboundClient client = client("strict")) {
                client.ehlo();

                assertThat(client.send("a@trial.example", BOB, "on trial")).isEmpty();
            }
            assertThat(mail("on trial").header("X-Would-Have-Failed"))
                    .hasValue("503 5.7.0 encryption too weak 0 less than 112");
            scenario.james().awaitLogLine("in testing, would have failed: 503 5.7.0", PATIENCE);
        }

        @Test
        void changedTableShouldHoldForOpenConnections() throws IOException {
            try (InboundClient client = client("accept")) {
                client.ehlo();
                assertThat(client.send("a@changed.example", BOB, "before")).isEmpty();

                Files.writeString(
                        scenario.james().configurationFile("tls-policy.conf"), TABLE + "from:changed.example\n");
                scenario.james().awaitLogLine("reloaded: 8 rules are active", PATIENCE);

                assertThat(client.send("a@changed.example", BOB, "after"))
                        .hasValue("503 5.7.0 encryption too weak 0 less than 112");
            }
        }
    }

    private static MailboxMessage mail(String subject) {
        Predicate<MailboxMessage> wanted = mail -> mail.subject().equals(subject);
        Awaitility.await().atMost(PATIENCE).until(() -> scenario.james().mailbox(BOB).messages().stream()
                .anyMatch(wanted));
        return scenario.james().mailbox(BOB).messages().stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }
}
