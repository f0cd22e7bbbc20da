// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import static dev.strongpost.mailets.delivery.DeliveryFixture.PATIENCE;
import static dev.strongpost.mailets.delivery.DeliveryFixture.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.mailets.delivery.DeliveryFixture;
import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.certificates.RenewableKeys;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.peers.OpensslHost;
import dev.strongpost.testkit.smtp.BackendChangingServer;
import dev.strongpost.testkit.smtp.HandshakeFault;
import dev.strongpost.testkit.smtp.ReceivedMail;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.ReceiverBehaviour.ClientCertificate;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** What real hosts do in and around the handshake, T1 to T11 of the cases. */
@Tag("slow")
class TlsCasesTest {
    private static final TestCertificateAuthority CA = TestCertificateAuthority.create();
    private static final TestCertificateAuthority OTHER_CA = TestCertificateAuthority.create();
    private static final String MX = "mx1.partner.example";

    @TempDir
    private Path directory;

    private DeliveryFixture delivery;

    @BeforeEach
    void setUp() throws Exception {
        delivery = new DeliveryFixture(directory);
        Files.writeString(directory.resolve("ca.pem"), CA.rootPem());
    }

    @AfterEach
    void tearDown() {
        delivery.close();
    }

    private SmtpReceiver host(ReceiverBehaviour behaviour) {
        return delivery.exchanger("partner.example", behaviour);
    }

    private static void assertHandshakeFailed(SentMail bounce, String part) {
        assertThat(attribute(bounce, "delivery-error")).isEqualTo("503 5.7.0 TLS handshake failed.");
        assertThat(attribute(bounce, "strongpost.offered")).endsWith(part);
    }

    /** Makes {@code identity} the one that {@code client-cert=client.pem} names. */
    private void present(TestIdentity identity) throws IOException {
        Files.writeString(directory.resolve("client.pem"), identity.privateKeyPem() + identity.chainPem());
    }

    private static ReceiverBehaviour tls() {
        return ReceiverBehaviour.withTls(CA.issue(MX).serverContext());
    }

    private void start(String... rules) throws Exception {
        delivery.policy(rules).start();
    }

    private void send() throws Exception {
        delivery.send("a@here.example", "b@partner.example");
    }

    private static ReceivedMail received(SmtpReceiver receiver, int number) {
        return receiver.awaitReceived(number, PATIENCE).get(number - 1);
    }

    /** T1. */
    @ParameterizedTest
    @ValueSource(strings = {"# none", "partner.example encrypt"})
    void aHostWhoseNameIsNoHostNameShouldGetTls(String rule) throws Exception {
        SmtpReceiver receiver = host(tls());
        InetAddress address = receiver.address().getAddress();
        delivery.dns().setExchangers("partner.example", "mx_1.partner.example.");
        delivery.dns().setAddresses("mx_1.partner.example", address);
        start(rule);
        send();

        assertThat(received(receiver, 1).tls()).isPresent();
    }

    /** T2. */
    @Nested
    class OwnFaults {
        private final TestIdentity client = CA.issue("james.example");
        private Path file;

        @BeforeEach
        void name() {
            file = directory.resolve("client.pem");
        }

        @ParameterizedTest
        @ValueSource(strings = {"may", "encrypt", "encrypt failure=processor:portal"})
        void aCertificateThatBecameUnusableShouldMakeMailWait(String level) throws Exception {
            SmtpReceiver receiver = host(tls());
            Files.writeString(file, client.privateKeyPem() + client.chainPem());
            delivery.processor("portal").with("maxRetries", "0").with("connectionIdleTime", "0 s");
            start("partner.example " + level + " client-cert=client.pem");
            send();
            received(receiver, 1);
            Files.writeString(file, "not a key any more");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        send();
                        return !delivery.context().getSentMails().isEmpty();
                    });
            int before = receiver.received().size();
            send();
            send();

            assertThat(delivery.awaitHandedOn(3)).allSatisfy(bounce -> {
                assertThat(attribute(bounce, "delivery-error"))
                        .isEqualTo("this server cannot do what its own rule requires; its log has the reason");
                assertThat(attribute(bounce, "strongpost.status")).isEqualTo("4.3.5");
                assertThat(attribute(bounce, "strongpost.reason")).isEqualTo("own-fault");
                assertThat(attribute(bounce, "strongpost.remote-mta")).isEmpty();
            });
            assertThat(receiver.received()).hasSize(before).allSatisfy(mail -> assertThat(mail.tls())
                    .isPresent());
        }

        @Test
        void mailShouldGoOutOnceItIsMended() throws Exception {
            SmtpReceiver receiver = host(tls());
            Files.writeString(file, client.privateKeyPem() + client.chainPem());
            delivery.with("delayTime", "20*500 ms").with("maxRetries", "20");
            start("partner.example encrypt client-cert=client.pem");
            Files.writeString(file, "not a key any more");
            send();
            Awaitility.await().atMost(PATIENCE).until(() -> delivery.waiting() == 1);

            Files.writeString(file, client.privateKeyPem() + client.chainPem());

            assertThat(received(receiver, 1).tls()).isPresent();
        }
    }

    /** T3. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionWithoutTlsAfterAFailureShouldServeOneMail(boolean handshake) throws Exception {
        SmtpReceiver receiver = host(
                handshake
                        ? tls().toBuilder()
                                .handshake(HandshakeFault.CUT_AFTER_CLIENT_HELLO)
                                .build()
                        : tls().toBuilder()
                                .startTlsAnswered("454 4.7.0 TLS not available")
                                .build());
        start("# none");
        send();
        assertThat(received(receiver, 1).tls()).isEmpty();

        receiver.behave(tls());
        send();

        assertThat(received(receiver, 2).tls()).isPresent();
    }

    /** T4. */
    @Nested
    class Renewed {
        private final TestIdentity old = CA.issue("old.example");
        private final TestIdentity renewed = CA.issue("renewed.example");
        private final RenewableKeys keys = new RenewableKeys(old);

        private String pin(TestIdentity identity) throws Exception {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(identity.certificate().getEncoded());
            return "partner.example fingerprint pin=sha256:" + HexFormat.of().formatHex(digest);
        }

        @ParameterizedTest
        @CsvSource({"TLSv1.3, 0", "TLSv1.2, 0", "TLSv1.3, 60"})
        void aRenewedCertificateShouldBeSeenWhateverWasPooledOrResumed(String protocol, int idleSeconds)
                throws Exception {
            SmtpReceiver receiver = host(ReceiverBehaviour.withTls(keys.serverContext()).toBuilder()
                    .protocols(protocol)
                    .build());
            delivery.with("connectionIdleTime", idleSeconds + " s");
            start(pin(old));
            send();
            received(receiver, 1);

            keys.renew(renewed);
            delivery.policy(pin(renewed), "second.example encrypt");
            delivery.awaitRule("second.example");
            send();

            assertThat(received(receiver, 2).tls().orElseThrow().resumed()).isFalse();
            assertThat(delivery.context().getSentMails()).isEmpty();
        }

        @Test
        void aWrongCertificateShouldBounceAllTheSame() throws Exception {
            SmtpReceiver receiver = host(ReceiverBehaviour.withTls(keys.serverContext()));
            start(pin(old));
            send();
            received(receiver, 1);

            delivery.policy(pin(renewed), "second.example encrypt");
            delivery.awaitRule("second.example");
            send();

            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "delivery-error"))
                    .isEqualTo("503 5.7.0 authentication failed");
            assertThat(receiver.received()).hasSize(1);
        }
    }

    /** T5. */
    @ParameterizedTest
    @CsvSource({"encrypt, 40", "encrypt, 70", "may, 40", "may, 112"})
    void aRefusalToResumeShouldLeadToAFullHandshake(String level, int alert) throws Exception {
        InetSocketAddress address = new InetSocketAddress(Loopback.freshAddress(), delivery.port());
        delivery.dns().addExchanger("partner.example", address.getAddress());
        delivery.with("connectionIdleTime", "0 s");
        try (BackendChangingServer server =
                BackendChangingServer.listen(address, CA.issue(MX).serverContext(), alert)) {
            start("partner.example " + level);
            for (int i = 1; i <= 3; i++) {
                int count = i;
                send();
                Awaitility.await().atMost(PATIENCE).until(() -> server.taken().size() == count);
            }

            assertThat(server.taken()).containsOnly("TLSv1.3");
            assertThat(server.refused()).isPositive();
            assertThat(delivery.context().getSentMails()).isEmpty();
        }
    }

    /** T6. */
    @Nested
    class ClientCertificateDemanded {
        private ReceiverBehaviour demanding(String protocol) {
            return ReceiverBehaviour.withTls(CA.issue(MX).serverContext(CA)).toBuilder()
                    .clientCertificate(ClientCertificate.REQUIRED)
                    .protocols(protocol)
                    .build();
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        void mailShouldWaitAndSayWhatIsMissing(String protocol) throws Exception {
            SmtpReceiver receiver = host(demanding(protocol));
            start("partner.example encrypt");
            send();

            SentMail bounce = delivery.awaitHandedOn(1).get(0);
            assertThat(receiver.connections()).isGreaterThanOrEqualTo(4);
            assertHandshakeFailed(bounce, " (it asks for a client certificate, and none is configured)");
            assertThat(receiver.received()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        void mailThatMayShouldGoInCleartext(String protocol) throws Exception {
            SmtpReceiver receiver = host(demanding(protocol));
            start("# none");
            send();

            assertThat(received(receiver, 1).tls()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        void aRefusedOneShouldHaveTheSameOutcome(String protocol) throws Exception {
            TestIdentity untrusted = OTHER_CA.issue("james.example");
            present(untrusted);
            SmtpReceiver receiver = host(demanding(protocol));
            start("partner.example encrypt client-cert=client.pem");
            send();

            SentMail bounce = delivery.awaitHandedOn(1).get(0);
            assertThat(receiver.connections()).isGreaterThanOrEqualTo(4);
            assertHandshakeFailed(bounce, " (it asks for a client certificate, and was presented the configured one)");
        }
    }

    /** T6 and T7 with OpenSSL itself. */
    @Nested
    class Openssl {
        private OpensslHost host(String... options) throws Exception {
            InetSocketAddress address = new InetSocketAddress(Loopback.freshAddress(), delivery.port());
            delivery.dns().addExchanger("partner.example", address.getAddress());
            return OpensslHost.listen(address, CA.issue(MX), directory, options);
        }

        @ParameterizedTest
        @ValueSource(strings = {"-tls1_2", "-tls1_3"})
        void aDemandShouldHaveTheSameOutcome(String version) throws Exception {
            try (OpensslHost host = host(version, "-Verify", "1")) {
                start("partner.example encrypt");
                send();

                SentMail bounce = delivery.awaitHandedOn(1).get(0);
                assertThat(host.connections()).isGreaterThanOrEqualTo(4);
                assertHandshakeFailed(bounce, " (it asks for a client certificate, and none is configured)");
                assertThat(host.taken()).isEmpty();
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"-tls1_2", "-tls1_3"})
        void ourCertificateShouldBePresentedThoughItsAuthorityIsNotNamed(String version) throws Exception {
            TestIdentity ours = OTHER_CA.issue("james.example");
            present(ours);
            try (OpensslHost host = host(
                    version,
                    "-verify",
                    "1",
                    "-CAfile",
                    directory.resolve("ca.pem").toString())) {
                start("partner.example encrypt client-cert=client.pem");
                send();

                Awaitility.await().atMost(PATIENCE).until(() -> !host.taken().isEmpty());
                assertThat(host.log()).contains("james.example");
            }
        }
    }

    /** T7: the authority that the host names is not that of our certificate, and it takes it all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theClientCertificateShouldBePresentedWhateverAuthoritiesAreNamed(String protocol) throws Exception {
        TestIdentity ours = OTHER_CA.issue("james.example");
        present(ours);
        SmtpReceiver receiver = host(ReceiverBehaviour.withTls(new NamingContext(CA).context(CA.issue(MX))).toBuilder()
                .clientCertificate(ClientCertificate.REQUESTED)
                .protocols(protocol)
                .build());
        start("partner.example client-cert=client.pem");
        send();

        assertThat(received(receiver, 1).tls().orElseThrow().clientCertificate())
                .contains(ours.certificate());
    }

    /** T8. */
    @Test
    void theClientCertificateShouldFollowItsFile() throws Exception {
        TestIdentity first = CA.issue("first.example");
        TestIdentity second = CA.issue("second.example");
        Path file = directory.resolve("client.pem");
        Files.writeString(file, first.privateKeyPem() + first.chainPem());
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        SmtpReceiver receiver = host(ReceiverBehaviour.withTls(CA.issue(MX).serverContext(CA)).toBuilder()
                .clientCertificate(ClientCertificate.REQUIRED)
                .build());
        delivery.with("connectionIdleTime", "0 s");
        start("partner.example client-cert=client.pem");
        send();
        assertThat(received(receiver, 1).tls().orElseThrow().clientCertificate())
                .contains(first.certificate());

        Files.writeString(file, second.privateKeyPem() + second.chainPem());

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            int before = receiver.received().size();
            send();
            assertThat(received(receiver, before + 1).tls().orElseThrow().clientCertificate())
                    .contains(second.certificate());
        });
    }

    /** N13: through a gateway the gateway is the next hop. */
    @ParameterizedTest
    @CsvSource({"gateway.example, true", "partner.example, false"})
    void aGatewayShouldHaveToShowItsOwnName(String name, boolean accepted) throws Exception {
        SmtpReceiver gateway = delivery.exchanger(
                "unused.example", ReceiverBehaviour.withTls(CA.issue(name).serverContext()));
        delivery.dns().setAddresses("gateway.example", gateway.address().getAddress());
        delivery.with("gateway", "gateway.example").with("gatewayPort", String.valueOf(delivery.port()));
        start("* secure ca=" + directory.resolve("ca.pem"));
        send();

        if (accepted) {
            assertThat(received(gateway, 1).tls()).isPresent();
        } else {
            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "delivery-error"))
                    .isEqualTo("503 5.7.0 CN partner.example does not match gateway.example");
        }
    }

    /** T9. */
    @Nested
    class Reasons {
        private SentMail bounceUnder(String rule, TestIdentity identity) throws Exception {
            host(ReceiverBehaviour.withTls(identity.serverContext()));
            start("partner.example " + rule.replace("CA", "ca=" + directory.resolve("ca.pem")));
            send();
            return delivery.awaitHandedOn(1).get(0);
        }

        @Test
        void anUnknownIssuerShouldBeNamed() throws Exception {
            TestIdentity identity = TestCertificateAuthority.selfSigned(MX);
            SentMail bounce = bounceUnder("verify CA", identity);

            assertThat(attribute(bounce, "strongpost.reason")).isEqualTo("unknown-issuer");
            assertThat(attribute(bounce, "strongpost.offered"))
                    .contains(
                            "for " + MX,
                            "issued by "
                                    + identity.certificate()
                                            .getIssuerX500Principal()
                                            .getName());
        }

        @Test
        void thePinThatWasSeenShouldBeNamed() throws Exception {
            TestIdentity identity = CA.issue(MX);
            SentMail bounce = bounceUnder("fingerprint pin=sha256:" + "00".repeat(32), identity);

            assertThat(attribute(bounce, "strongpost.reason")).isEqualTo("pin-mismatch");
            assertThat(attribute(bounce, "strongpost.offered"))
                    .contains("sha256:"
                            + HexFormat.of()
                                    .formatHex(MessageDigest.getInstance("SHA-256")
                                            .digest(identity.certificate().getEncoded())));
        }

        @Test
        void theDayOfExpiryShouldBeNamed() throws Exception {
            TestIdentity identity = CA.certificate().dnsNames(MX).expired().issue();
            SentMail bounce = bounceUnder("verify CA", identity);

            assertThat(attribute(bounce, "strongpost.reason")).isEqualTo("certificate-expired");
            assertThat(attribute(bounce, "strongpost.offered"))
                    .contains(
                            " expired on ",
                            identity.certificate()
                                    .getNotAfter()
                                    .toInstant()
                                    .toString()
                                    .substring(0, 10));
        }
    }

    /** T11. */
    @Nested
    class Testing {
        private SentMail delivered(SmtpReceiver receiver, String... rules) throws Exception {
            delivery.with("onSuccess", "sent");
            start(rules);
            send();
            received(receiver, 1);
            return delivery.awaitHandedOn(1).get(0);
        }

        @Test
        void theHandshakeShouldBeThatOfEnforcement() throws Exception {
            SmtpReceiver receiver =
                    host(tls().toBuilder().suites("TLS_AES_128_GCM_SHA256").build());

            SentMail sent = delivered(receiver, "partner.example encrypt exclude=TLS_AES_128_GCM_SHA256 mode=testing");

            assertThat(attribute(sent, "strongpost.would-have-failed")).isEqualTo("503 5.7.0 TLS handshake failed.");
            assertThat(received(receiver, 1).tls()).as("as may, over TLS").isPresent();
        }

        @Test
        void mailShouldGoAsTheNextRuleThatIsEnforcedRequires() throws Exception {
            SmtpReceiver receiver = host(tls());

            SentMail sent = delivered(
                    receiver,
                    "b@partner.example verify mode=testing",
                    "partner.example fingerprint pin=sha256:" + "00".repeat(32) + " mode=testing",
                    "* encrypt");

            assertThat(attribute(sent, "strongpost.would-have-failed")).isEqualTo("503 5.7.0 authentication failed");
            assertThat(attribute(sent, "strongpost.rule")).startsWith("b@partner.example");
            assertThat(received(receiver, 1).tls()).isPresent();
        }

        @Test
        void whatIsEnforcedShouldBounceAllTheSame() throws Exception {
            SmtpReceiver receiver = host(ReceiverBehaviour.withoutTls());
            start("b@partner.example verify mode=testing", "* encrypt");
            send();

            SentMail bounce = delivery.awaitHandedOn(1).get(0);
            assertThat(attribute(bounce, "delivery-error")).isEqualTo("503 5.7.0 encryption too weak 0 less than 112");
            assertThat(attribute(bounce, "strongpost.rule")).startsWith("*");
            assertThat(receiver.received()).isEmpty();
        }

        @Test
        void aRuleWithoutTlsThatIsOnlyTestedShouldNotKeepMailFromIt() throws Exception {
            SmtpReceiver receiver = host(tls());

            delivered(receiver, "partner.example none mode=testing");

            assertThat(received(receiver, 1).tls()).isPresent();
        }

        @Test
        void theCertificateOfTheEnforcedRuleShouldBePresented() throws Exception {
            TestIdentity client = CA.issue("james.example");
            present(client);
            SmtpReceiver receiver = host(ReceiverBehaviour.withTls(CA.issue(MX).serverContext(CA)).toBuilder()
                    .clientCertificate(ClientCertificate.REQUESTED)
                    .build());

            SentMail sent = delivered(
                    receiver,
                    "=partner.example verify mode=testing ca=" + directory.resolve("ca.pem"),
                    "* encrypt client-cert=client.pem");

            assertThat(attribute(sent, "strongpost.would-have-failed")).isEmpty();
            assertThat(received(receiver, 1).tls().orElseThrow().clientCertificate())
                    .contains(client.certificate());
        }

        @Test
        void theCertificateOfTheRuleShouldBePresented() throws Exception {
            TestIdentity client = CA.issue("james.example");
            present(client);
            SmtpReceiver receiver = host(ReceiverBehaviour.withTls(CA.issue(MX).serverContext(CA)).toBuilder()
                    .clientCertificate(ClientCertificate.REQUIRED)
                    .build());

            SentMail sent = delivered(receiver, "partner.example encrypt client-cert=client.pem mode=testing");

            assertThat(attribute(sent, "strongpost.would-have-failed")).isEmpty();
            assertThat(received(receiver, 1).tls().orElseThrow().clientCertificate())
                    .contains(client.certificate());
        }
    }

    /** Names one authority to clients, and takes what they bring. */
    private static final class NamingContext extends javax.net.ssl.X509ExtendedTrustManager {
        private final X509Certificate[] named;

        private NamingContext(TestCertificateAuthority authority) {
            X509Certificate leaf = authority.issue("any.example").certificate();
            this.named = new X509Certificate[] {leaf};
        }

        private SSLContext context(TestIdentity identity) {
            return new RenewableKeys(identity).serverContext(this);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return named.clone();
        }
    }
}
