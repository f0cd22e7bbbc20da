// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import static dev.strongpost.cli.ProbeScene.AUTHORITY;
import static dev.strongpost.cli.ProbeScene.DOMAIN;
import static dev.strongpost.cli.ProbeScene.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.strongpost.cli.Installed.Run;
import dev.strongpost.cli.Transcripts.Example;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.testkit.Checkout;
import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.dns.DnsFault;
import dev.strongpost.testkit.dns.SignedDns;
import dev.strongpost.testkit.smtp.Fault;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.ReceiverBehaviour.ClientCertificate;
import dev.strongpost.testkit.smtp.SmtpReceiver;
import dev.strongpost.testkit.smtp.Stage;

/** The command {@code probe}, visiting hosts on loopback. */
class ProbeIT {
    private static final String VERIFY = "partner.example verify ca=root.pem";
    private static final String HOST = "mx1." + DOMAIN;

    private ProbeScene scene;

    @BeforeEach
    void set() {
        scene = new ProbeScene();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** A host, the rule it is judged by, and what is to be seen of it. */
    private record Case(String name, ReceiverBehaviour host, String rule, int status, List<String> words) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static ReceiverBehaviour presenting(TestIdentity identity) {
        return ReceiverBehaviour.withTls(identity.serverContext());
    }

    private static Stream<Case> cases() {
        ReceiverBehaviour weak = GOOD.toBuilder()
                .protocols("TLSv1.2")
                .suites("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                .build();
        return Stream.of(
                new Case(
                        "good host",
                        GOOD,
                        VERIFY,
                        ExitCode.YES,
                        List.of(
                                "partner.example (tls-policy.conf:1) decides: TLS with at least 112 bits and a trusted",
                                "up to 10 s for each answer",
                                "1. mx1.partner.example[127.",
                                "satisfies the rule",
                                "TLSv1.3 TLS_AES_256_GCM_SHA384, 256 bits",
                                "for mx1.partner.example, partner.example; RSA 2048; ",
                                " days left",
                                " < Test intermediate < Test root: trusted",
                                "satisfied: mail goes to mx1.partner.example[127.")),
                new Case(
                        "weak host",
                        weak,
                        "partner.example bits=256",
                        ExitCode.NO,
                        List.of(
                                "does not satisfy the rule: 503 5.7.0 encryption too weak 128 less than 256",
                                "because      required TLS with at least 256 bits by partner.example (tls-policy.conf:1)",
                                "TLSv1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, 128 bits",
                                "not satisfied: mail goes back at once")),
                new Case(
                        "no STARTTLS",
                        ReceiverBehaviour.withoutTls(),
                        "partner.example failure=defer",
                        ExitCode.NO,
                        List.of(
                                "403 4.7.0 encryption too weak 0 less than 112",
                                "session      no STARTTLS",
                                "not satisfied: mail is tried again, and goes back in the end")),
                new Case(
                        "STARTTLS refused for now",
                        GOOD.toBuilder()
                                .startTlsAnswered("454 4.7.0 come \u001B[31mback")
                                .build(),
                        "partner.example",
                        ExitCode.UNKNOWN,
                        List.of(
                                "does not satisfy the rule now: 503 5.7.0 STARTTLS failed.",
                                "454 4.7.0 come ",
                                "cannot be told: ")),
                new Case(
                        "wrong name",
                        presenting(AUTHORITY.issue("other.example")),
                        VERIFY + " failure=processor:portal",
                        ExitCode.NO,
                        List.of(
                                "503 5.7.0 CN other.example does not match mx1.partner.example",
                                "not satisfied: mail goes to the processor portal")),
                new Case(
                        "self-signed",
                        presenting(TestCertificateAuthority.selfSigned(HOST)),
                        VERIFY + " mode=testing",
                        ExitCode.NO,
                        List.of(
                                "503 5.7.0 authentication failed",
                                "chain        mx1.partner.example: not trusted, ",
                                "not satisfied: the rule is only tried out, mail goes all the same")),
                new Case(
                        "expired",
                        presenting(
                                AUTHORITY.certificate().dnsNames(HOST).expired().issue()),
                        VERIFY,
                        ExitCode.NO,
                        List.of("503 5.7.0 authentication failed", "RSA 2048; expired")),
                new Case(
                        "cleartext where that will do",
                        ReceiverBehaviour.withoutTls(),
                        "other.example",
                        ExitCode.YES,
                        List.of("built-in may decides: TLS when offered", "satisfied: mail goes to", ", in cleartext")),
                new Case(
                        "TLS where the rule forbids it",
                        GOOD,
                        "partner.example none",
                        ExitCode.YES,
                        List.of("TLSv1.3", "satisfied: mail goes to", ", in cleartext")),
                new Case(
                        "certificate for us out of sight",
                        GOOD,
                        "partner.example client-cert=ours",
                        ExitCode.UNKNOWN,
                        List.of("client-cert: given ours, ")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void probeShouldTellWhatTheRuleMakesOfTheHost(Case given) {
        scene.policy(given.rule());
        scene.exchanger(given.host());

        Run run = scene.probe(DOMAIN);

        assertThat(run.out()).contains(given.words()).matches("(?s)[ -~\n]*");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(given.status());
        assertThat(scene.transcripts()).isNotEmpty().allSatisfy(transcript -> assertThat(transcript.verbs())
                .isSubsetOf("EHLO", "STARTTLS", "QUIT"));
    }

    @Nested
    class Hosts {
        @Test
        void answerShouldBeYesWhenTheSecondHostSatisfies() {
            scene.policy("partner.example");
            scene.exchanger(ReceiverBehaviour.withoutTls());
            SmtpReceiver second = scene.exchanger(GOOD);
            scene.deadExchanger();

            Run run = scene.probe(DOMAIN);

            assertThat(run.status()).isEqualTo(ExitCode.YES);
            assertThat(run.out())
                    .containsSubsequence("1. mx1.", "does not satisfy", "2. mx2.", "satisfies the rule", "3. mx3.")
                    .contains("is out of reach: connect to mx3.", "connection refused")
                    .contains("satisfied: mail goes to mx2.partner.example[" + second.host() + "]");
        }

        @Test
        void answerShouldBeUnknownWhenNoHostIsInReach() {
            scene.policy("partner.example").deadExchanger();

            assertThat(scene.probe(DOMAIN).status()).isEqualTo(ExitCode.UNKNOWN);
        }

        @Test
        void domainWithoutMxShouldBeItsOwnHost() {
            SmtpReceiver receiver = scene.policy(VERIFY).host(GOOD);
            scene.dns().address(DOMAIN, receiver.address().getAddress());

            Run run = scene.probe(DOMAIN);

            assertThat(run.status()).isEqualTo(ExitCode.YES);
            assertThat(run.out()).contains("1. partner.example[" + receiver.host() + "]");
        }

        @Test
        void domainWithoutMxOrAddressShouldBeANo() {
            Run run = scene.policy("partner.example").probe(DOMAIN);

            assertThat(run.status()).isEqualTo(ExitCode.NO);
            assertThat(run.out()).contains("the domain partner.example has no mail exchanger and no address");
        }

        @Test
        void nullMxShouldBeANo() {
            scene.policy("partner.example").dns().mx(DOMAIN, 0, ".");

            Run run = scene.probe(DOMAIN);

            assertThat(run.status()).isEqualTo(ExitCode.NO);
            assertThat(run.out()).contains("not satisfied: 556 5.1.10 partner.example does not accept mail (null MX)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"SERVFAIL", "REFUSED", "SILENCE"})
        void dnsThatDoesNotAnswerShouldBeUnknown(DnsFault fault) {
            scene.policy("partner.example").dns().zone().fail(DOMAIN, fault);

            Run run = scene.probe(DOMAIN, "--timeout", "1");

            assertThat(run.status()).isEqualTo(ExitCode.UNKNOWN);
            assertThat(run.out()).contains("cannot be told: DNS, MX ");
        }

        @Test
        void addressLiteralShouldHaveItsOwnRule() {
            SmtpReceiver receiver = scene.host(GOOD);
            scene.policy("[" + receiver.host() + "] bits=128");

            Run run = scene.probe("someone@[" + receiver.host() + "]");

            assertThat(run.status()).isEqualTo(ExitCode.YES);
            assertThat(run.out()).contains("[" + receiver.host() + "] (tls-policy.conf:1) decides");
        }

        @Test
        void nameInOtherLettersShouldBeTheSameDomain() throws IOException {
            SmtpReceiver receiver = scene.policy("b\u00fccher.example").host(GOOD);
            scene.dns().mailDomain("xn--bcher-kva.example", receiver);
            // A script, as this JVM need not be able to write such an argument.
            Files.writeString(
                    scene.installed().folder().resolve("probe.sh"),
                    "'" + scene.installed().launcher() + "' probe --policy tls-policy.conf a@B\u00fccher.example "
                            + String.join(" ", scene.directions()));

            Run unicode = scene.installed().with("LC_ALL", "C.UTF-8").command(List.of("sh", "probe.sh"));
            Run ascii = scene.probe("a@xn--bcher-kva.example.");

            assertThat(List.of(unicode, ascii)).allSatisfy(run -> {
                assertThat(run.out()).contains("xn--bcher-kva.example (tls-policy.conf:1) decides");
                assertThat(run.status()).isEqualTo(ExitCode.YES);
            });
        }

        @Test
        void silentHostShouldBeGivenUpAfterTheTimeOut() {
            scene.policy("partner.example");
            scene.exchanger(GOOD.toBuilder().at(Stage.GREETING, Fault.stall()).build());

            Run run = scene.probe(DOMAIN, "--timeout", "1");

            assertThat(run.status()).isEqualTo(ExitCode.UNKNOWN);
            assertThat(run.out()).contains("up to 1 s for each answer", "is out of reach: connect to", "timed out");
        }

        @Test
        void waitingShouldBeShownOnATerminal() {
            scene.policy("partner.example");
            scene.exchanger(GOOD.toBuilder().at(Stage.EHLO, Fault.stall()).build());

            String seen = scene.installed()
                    .onTerminal(
                            100,
                            "'" + scene.installed().launcher() + "' probe partner.example --timeout 4 "
                                    + String.join(" ", scene.directions()));

            assertThat(seen).contains("Visiting the hosts of partner.example ... ", "\u001B[33mis out of reach");
        }
    }

    static List<Path> homes() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        Path others = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(others)) {
            try (Stream<Path> found = Files.list(others)) {
                found.filter(home -> Files.isExecutable(home.resolve("bin/java")))
                        .forEach(homes::add);
            }
        }
        return homes;
    }

    /** C14: what newer Javas think of a library is no part of an answer. */
    @ParameterizedTest
    @MethodSource("homes")
    void noLibraryShouldBeHeardOnAnyJava(Path home) {
        scene.policy("partner.example");
        scene.exchanger(GOOD);
        List<String> arguments = new ArrayList<>(List.of("probe", DOMAIN, "--policy", "tls-policy.conf"));
        arguments.addAll(scene.directions());

        Run run = scene.installed().with("JAVA_HOME", home.toString()).run(arguments.toArray(String[]::new));

        assertThat(run.status()).isEqualTo(ExitCode.YES);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void certificateInAFileBesideTheTableShouldBePresented() {
        TestIdentity ours = AUTHORITY.issue("client.example");
        scene.write("ours.pem", ours.privateKeyPem() + ours.chainPem());
        scene.exchanger(ReceiverBehaviour.builder()
                .tls(AUTHORITY.issue(HOST).serverContext(AUTHORITY))
                .clientCertificate(ClientCertificate.REQUIRED)
                .build());

        assertThat(scene.policy("partner.example").probe(DOMAIN).status()).isEqualTo(ExitCode.UNKNOWN);
        assertThat(scene.policy("partner.example client-cert=ours.pem")
                        .probe(DOMAIN)
                        .status())
                .isEqualTo(ExitCode.YES);
    }

    @Nested
    class Levels {
        @ParameterizedTest
        @CsvSource({
            "partner.example, secure ca=root.pem",
            "mx.hoster.example, verify ca=root.pem",
            "other.example, encrypt"
        })
        void ruleToPasteShouldHold(String name, String best) {
            scene.policy("partner.example verify ca=root.pem");
            scene.exchanger("mx.hoster.example", presenting(AUTHORITY.issue(name)));

            Run run = scene.probe(DOMAIN, "--all-levels");

            assertThat(run.out()).contains("at best      partner.example " + best + "\n");
            for (String label : List.of("at best", "or")) {
                String rule = lineOf(run.out(), label);
                assertThat(scene.policy(rule).probe(DOMAIN).status()).as(rule).isEqualTo(ExitCode.YES);
            }
        }

        private static String lineOf(String out, String label) {
            return out.lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith(label + " "))
                    .map(line -> line.substring(label.length()).strip())
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void everyLevelShouldHaveItsReason() {
            scene.policy(VERIFY);
            scene.exchanger(presenting(AUTHORITY.issue("other.example")));

            assertThat(scene.probe(DOMAIN, "--all-levels").out())
                    .containsSubsequence(
                            "levels       may: yes\n",
                            " encrypt: yes\n",
                            " verify: no, CN other.example does not match mx1.partner.example\n",
                            " secure: no, CN other.example does not match ",
                            " fingerprint: yes\n");
        }

        @Test
        void commonRuleShouldBeThatOfTheWeakestHost() {
            scene.policy(VERIFY);
            scene.exchanger(GOOD);
            assertThat(scene.probe(DOMAIN, "--all-levels").out()).doesNotContain("Every host");

            scene.exchanger(ReceiverBehaviour.withoutTls());
            scene.deadExchanger();
            assertThat(scene.probe(DOMAIN, "--all-levels").out())
                    .contains("Every host that answered satisfies: partner.example may\n");
        }
    }

    @Nested
    class Published {
        private HttpsServer server;

        @BeforeEach
        void trust() throws Exception {
            try (OutputStream out =
                    Files.newOutputStream(scene.installed().folder().resolve("trusted.p12"))) {
                AUTHORITY.trustStore().store(out, "changeit".toCharArray());
            }
        }

        @AfterEach
        void stop() {
            if (server != null) {
                server.stop(0);
            }
        }

        private void publish(String mx) throws IOException {
            String host = "mta-sts." + DOMAIN;
            InetAddress address = Loopback.freshAddress();
            byte[] policy = ("version: STSv1\nmode: enforce\nmx: " + mx + "\nmax_age: 86400\n")
                    .getBytes(StandardCharsets.US_ASCII);
            server = HttpsServer.create(new InetSocketAddress(address, 443), 0);
            server.setHttpsConfigurator(
                    new HttpsConfigurator(AUTHORITY.issue(host).serverContext()));
            server.createContext("/", exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "text/plain");
                exchange.sendResponseHeaders(200, policy.length);
                exchange.getResponseBody().write(policy);
                exchange.close();
            });
            server.start();
            scene.dns().address(host, address).zone().txt("_mta-sts." + DOMAIN, "v=STSv1; id=7");
        }

        private Run probe(String... options) {
            return scene.installed()
                    .with(
                            "STRONGPOST_JAVA_OPTS",
                            "-Djavax.net.ssl.trustStore=trusted.p12 -Djavax.net.ssl.trustStorePassword=changeit")
                    .launch(Stream.of(
                                    Stream.of("probe", DOMAIN, "--published", "--dnssec", "off"),
                                    Stream.of(options),
                                    scene.directions().stream())
                            .flatMap(words -> words)
                            .toArray(String[]::new));
        }

        @Test
        void policyShouldBeShownAndJudgedBy() throws IOException {
            publish("*." + DOMAIN);
            scene.exchanger(presenting(AUTHORITY.issue("mx1." + DOMAIN)));

            Run run = probe();

            assertThat(run.out())
                    .contains("Published: MTA-STS enforce, mx *." + DOMAIN + ", id 7, for 86400 s.")
                    .contains(" satisfies the rule");
            assertThat(run.status()).isEqualTo(ExitCode.YES);
        }

        @Test
        void hostWithoutTlsShouldNotSatisfyAPolicy() throws IOException {
            publish("mx1." + DOMAIN);
            scene.exchanger(ReceiverBehaviour.withoutTls());

            assertThat(probe().out()).contains("403 4.7.0 other side does not support STARTTLS");
        }

        @Test
        void hostThatIsNotListedShouldNotBeContacted() throws IOException {
            publish("mail." + DOMAIN);
            SmtpReceiver host = scene.exchanger(presenting(AUTHORITY.issue("mx1." + DOMAIN)));

            Run run = probe("--json");

            assertThat(JsonManual.of("probe").unknown(new ObjectMapper().readTree(run.out())))
                    .isEmpty();
            assertThat(run.out()).contains("is not listed in the MTA-STS policy of " + DOMAIN);
            assertThat(run.status()).isEqualTo(ExitCode.UNKNOWN);
            assertThat(host.connections()).isZero();
        }

        @Test
        void whatToPublishShouldBeSaid() {
            TestIdentity identity = AUTHORITY.issue("mx1." + DOMAIN);
            scene.write("mx.pem", identity.chainPem());
            scene.exchanger(presenting(identity));

            Run run = probe("--certificate", "mx.pem");

            assertThat(run.out())
                    .containsPattern("_\\d+\\._tcp\\.mx1\\.partner\\.example\\. IN TLSA 3 1 1 "
                            + Hashing.sha256()
                                    .hashBytes(identity.certificate()
                                            .getPublicKey()
                                            .getEncoded()))
                    .containsPattern("_mta-sts\\.partner\\.example\\. IN TXT \"v=STSv1; id=\\d{14};\"")
                    .contains("_smtp._tls.partner.example. IN TXT \"v=TLSRPTv1; rua=mailto:tlsrpt@partner.example\"")
                    .contains("  mode: testing\n  mx: mx1.partner.example\n  max_age: 604800");
        }

        @Test
        void domainWithoutAPolicyShouldBeSaidToHaveNone() {
            scene.exchanger(presenting(AUTHORITY.issue("mx1." + DOMAIN)));

            assertThat(probe().out()).contains("Published: no MTA-STS policy.");
        }
    }

    /** Behind Debian's Unbound and NSD. */
    @Nested
    @Tag("peers")
    class Dane {
        private SignedDns dns;
        private SmtpReceiver receiver;

        @BeforeEach
        void obstacle() {
            SignedDns.obstacle().ifPresent(Assumptions::abort);
        }

        @AfterEach
        void stop() {
            if (dns != null) {
                receiver.close();
                dns.close();
            }
        }

        private void serve(TestIdentity identity, X509Certificate inRecord) {
            receiver = SmtpReceiver.listen(new InetSocketAddress(Loopback.freshAddress(), 0), presenting(identity));
            dns = SignedDns.create()
                    .signed(
                            "partner",
                            "@ MX 10 mx1\nmx1 A " + receiver.host() + "\n_" + receiver.port() + "._tcp.mx1 TLSA 3 1 1 "
                                    + Hashing.sha256()
                                            .hashBytes(inRecord.getPublicKey().getEncoded())
                                    + "\n")
                    .start();
            scene.write("root.anchors", dns.rootAnchors());
        }

        private Run probe(String... options) {
            String resolver = dns.address().getAddress().getHostAddress();
            return scene.installed()
                    .launch(Stream.of(
                                    Stream.of("probe", DOMAIN, "--resolver", resolver),
                                    Stream.of("--port", String.valueOf(receiver.port()), "--timeout", "5"),
                                    Stream.of(options))
                            .flatMap(words -> words)
                            .toArray(String[]::new));
        }

        @Test
        void recordsShouldBeShownAndJudgedBy() {
            TestIdentity identity = AUTHORITY.issue("whatever.example");
            serve(identity, identity.certificate());

            Run run = probe("--published", "--dnssec-anchors", "root.anchors");

            assertThat(run.out()).contains("TLSA of mx1." + DOMAIN + ": [3 1 1 ", " satisfies the rule");
            assertThat(run.status()).isEqualTo(ExitCode.YES);
        }

        @Test
        void hostWithAnotherCertificateShouldNotSatisfy() {
            serve(AUTHORITY.issue("mx1." + DOMAIN), AUTHORITY.root());

            Run run = probe("--published", "--dnssec-anchors", "root.anchors");

            assertThat(run.out()).contains("403 4.7.0 DANE check failed.");
            assertThat(run.status()).isEqualTo(ExitCode.NO);
        }

        /** The keys of the Internet's root are none of this one's. */
        @Test
        void answersThatDoNotValidateShouldTellNothing() {
            TestIdentity identity = AUTHORITY.issue("whatever.example");
            serve(identity, identity.certificate());

            Run run = probe("--published");

            assertThat(run.out()).contains("DNSSEC validation failed");
            assertThat(run.status()).isEqualTo(ExitCode.UNKNOWN);
            assertThat(receiver.connections()).isZero();
        }
    }

    @Nested
    class Programs {
        private JsonNode document(String... arguments) throws IOException {
            Run run = scene.probe(arguments);
            assertThat(run.out()).matches("\\p{ASCII}*");
            JsonNode document = new ObjectMapper().readTree(run.out());
            assertThat(JsonManual.of("probe").unknown(document)).isEmpty();
            return document;
        }

        @Test
        void documentShouldHaveAllThatAPersonSees() throws IOException {
            scene.policy(VERIFY);
            scene.exchanger(presenting(AUTHORITY.issue("other.example")));
            scene.deadExchanger();

            JsonNode answer = document(DOMAIN, "--json", "--all-levels");

            assertThat(answer.at("/answer").asText()).isEqualTo("unknown");
            assertThat(answer.at("/requirement/fields/level").asText()).isEqualTo("verify");
            assertThat(answer.at("/requirement/line").asInt()).isEqualTo(1);
            assertThat(answer.at("/chosen").isNull()).isTrue();
            JsonNode host = answer.at("/hosts/0");
            assertThat(host.at("/host").asText()).isEqualTo(HOST);
            assertThat(host.at("/satisfies").asBoolean(true)).isFalse();
            assertThat(host.at("/failure/reason").asText()).isEqualTo("name-mismatch");
            assertThat(host.at("/failure/proven").asBoolean()).isTrue();
            assertThat(host.at("/session/bits").asInt()).isEqualTo(256);
            assertThat(host.at("/session/trusted").asBoolean()).isTrue();
            assertThat(host.at("/session/chain/0/dnsNames/0").asText()).isEqualTo("other.example");
            assertThat(host.at("/levels/best").asText()).isEqualTo("encrypt");
            assertThat(host.at("/levels/satisfied/verify").asBoolean(true)).isFalse();
            assertThat(host.at("/levels/pinRule").asText()).startsWith("partner.example fingerprint pin=spki-sha256:");
            assertThat(answer.at("/hosts/1/unreachableBecause").asText()).contains("connection refused");
        }

        @Test
        void documentOfADomainWithoutHostsShouldSayWhy() throws IOException {
            scene.policy(VERIFY).dns().mx(DOMAIN, 0, ".");

            assertThat(document(DOMAIN, "--json").at("/noHostBecause").asText()).contains("null MX");
        }
    }

    @Nested
    class Use {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "a..example",
                    "someone@",
                    "[IPv6:2001:db8::1]",
                    "partner.example other.example",
                    "partner.example --timeout 0",
                    "partner.example --timeout soon",
                    "partner.example --port 65536",
                    "partner.example --resolver dns.example",
                    "partner.example --resolver 127.0.0.1:99999",
                    "partner.example --helo a,b"
                })
        void wrongUseShouldSayWhatIsAllowed(String arguments) {
            Run run = scene.installed().run(("probe " + arguments).strip().split(" "));

            assertThat(run.status()).isEqualTo(ExitCode.USAGE);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("strongpost: ").doesNotContain("Exception", "\tat ");
        }

        @Test
        void helpShouldNameEveryOption() {
            Run run = scene.installed().run("probe", "--help");

            assertThat(run).returns(ExitCode.YES, Run::status).returns("", Run::err);
            assertThat(run.out())
                    .contains("--policy", "--all-levels", "--port", "--resolver", "--timeout", "--helo", "--json");
        }

        @Test
        void refusedTableShouldBeUnknownAndVisitNobody() {
            SmtpReceiver receiver = scene.policy("partner.example bits=300").exchanger(GOOD);

            Run run = scene.probe(DOMAIN);

            assertThat(run.status()).isEqualTo(ExitCode.UNKNOWN);
            assertThat(run.err()).startsWith("strongpost: the table is refused: tls-policy.conf:1: bits");
            assertThat(receiver.connections()).isZero();
        }

        @Test
        void nameForEhloShouldBeTheGivenOne() {
            scene.policy("partner.example");
            scene.exchanger(GOOD);

            scene.probe(DOMAIN, "--helo", "probe.example.org");

            assertThat(scene.transcripts().get(0).clientLines()).startsWith("EHLO probe.example.org");
        }
    }

    @Test
    void manualShouldSayWhatTheCommandDoes() throws IOException {
        Path manual = Checkout.file("docs/command-line.md");
        List<Example> examples = Transcripts.of(Files.readString(manual)).stream()
                .filter(example -> example.command().startsWith("probe "))
                .toList();
        scene.policy(VERIFY);
        scene.exchanger(ReceiverBehaviour.withoutTls());
        scene.exchanger("mx.hoster.example", presenting(AUTHORITY.issue("mx.hoster.example")));

        assertThat(examples).isNotEmpty();
        for (Example example : examples) {
            Run run = scene.run(example.arguments().stream());

            assertThat(run.all()).as(example.command()).matches(example.pattern());
            assertThat(run.status()).as(example.command()).isEqualTo(example.status());
        }
    }
}
