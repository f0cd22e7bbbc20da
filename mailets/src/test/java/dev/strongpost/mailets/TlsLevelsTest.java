// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import static dev.strongpost.mailets.delivery.DeliveryFixture.PATIENCE;
import static dev.strongpost.mailets.delivery.DeliveryFixture.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;

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
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.smtp.ReceivedMail;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.ReceiverBehaviour.ClientCertificate;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** The levels that ask who the other side is, over real handshakes with certificates of a real authority. */
@Tag("slow")
class TlsLevelsTest {
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

    private SmtpReceiver host(TestIdentity identity) {
        return delivery.exchanger("partner.example", ReceiverBehaviour.withTls(identity.serverContext()));
    }

    private void send(String rule) throws Exception {
        delivery.policy(rule.replace("CA", "ca=" + directory.resolve("ca.pem")))
                .start()
                .send("a@here.example", "b@partner.example");
    }

    private void assertDelivered(SmtpReceiver receiver) {
        assertThat(receiver.awaitReceived(1, PATIENCE).get(0).tls()).isPresent();
    }

    private void assertBounced(SmtpReceiver receiver, String reply) {
        assertThat(attribute(delivery.awaitHandedOn(1).get(0), "delivery-error"))
                .isEqualTo(reply);
        assertThat(receiver.received()).isEmpty();
        assertThat(receiver.transcripts())
                .allSatisfy(conversation -> assertThat(conversation.verbs()).doesNotContain("MAIL", "RCPT", "DATA"));
    }

    @Nested
    class Verify {
        @ParameterizedTest
        @ValueSource(strings = {"mx1.partner.example", "MX1.Partner.Example", "*.partner.example"})
        void mailShouldBeDeliveredWhenTheCertificateNamesTheHost(String name) throws Exception {
            SmtpReceiver receiver = host(CA.issue("other.example", name));
            send("partner.example verify CA");

            assertDelivered(receiver);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"partner.example", "*.example", "mx1.partner.example.evil.example", "mx*.partner.example"})
        void mailShouldBounceWhenTheCertificateDoesNot(String name) throws Exception {
            SmtpReceiver receiver = host(CA.issue(name));
            send("partner.example verify CA");

            assertBounced(receiver, "503 5.7.0 CN " + name + " does not match " + MX);
        }

        @Test
        void mailShouldBounceWhenTheAuthorityIsNotTrusted() throws Exception {
            SmtpReceiver receiver = host(OTHER_CA.issue(MX));
            send("partner.example verify CA");

            assertBounced(receiver, "503 5.7.0 authentication failed");
        }

        @Test
        void mailShouldBounceWhenOnlyTheJvmTrustsNobodyOfUs() throws Exception {
            SmtpReceiver receiver = host(CA.issue(MX));
            send("partner.example verify");

            assertBounced(receiver, "503 5.7.0 authentication failed");
        }

        @Test
        void mailShouldBounceWhenTheCertificateIsExpired() throws Exception {
            SmtpReceiver receiver = host(CA.certificate().dnsNames(MX).expired().issue());
            send("partner.example verify CA");

            assertBounced(receiver, "503 5.7.0 authentication failed");
        }

        @Test
        void mailShouldBounceWhenTheCertificateIsSelfSigned() throws Exception {
            SmtpReceiver receiver = host(TestCertificateAuthority.selfSigned(MX));
            send("partner.example verify CA");

            assertBounced(receiver, "503 5.7.0 authentication failed");
        }
    }

    @Nested
    class Secure {
        @ParameterizedTest
        @CsvSource({
            "partner.example, secure",
            "mail.partner.example, secure",
            "mx1.partner.example, secure match=hostname",
            "mail.partner.example, secure match=dot-nexthop",
            "mail.other.example, secure match=.other.example",
            "vault.example, 'secure match=nexthop,vault.example'"
        })
        void mailShouldBeDeliveredWhenAWantedNameIsThere(String name, String rule) throws Exception {
            SmtpReceiver receiver = host(CA.issue(name));
            send("partner.example " + rule + " CA");

            assertDelivered(receiver);
        }

        @Test
        void aSpoofedMxRecordShouldGainNothing() throws Exception {
            SmtpReceiver receiver = host(CA.issue("mx1.evil.example"));
            send("partner.example secure CA");

            assertBounced(receiver, "503 5.7.0 CN mx1.evil.example does not match partner.example");
        }
    }

    @Nested
    class Fingerprint {
        @Test
        void pinnedCertificateShouldBeTakenWhateverElseItIs() throws Exception {
            TestIdentity identity = TestCertificateAuthority.selfSigned("whatever.example");
            SmtpReceiver receiver = host(identity);
            send("partner.example fingerprint pin=sha256:"
                    + sha256(identity.certificate().getEncoded()));

            assertDelivered(receiver);
        }

        @Test
        void pinnedKeyShouldBeTaken() throws Exception {
            TestIdentity identity = CA.certificate().dnsNames(MX).expired().issue();
            SmtpReceiver receiver = host(identity);
            send("partner.example fingerprint pin=spki-sha256:" + spki(identity.certificate()));

            assertDelivered(receiver);
        }

        @Test
        void anotherCertificateShouldBounce() throws Exception {
            SmtpReceiver receiver = host(CA.issue(MX));
            send("partner.example fingerprint pin=sha256:" + "00".repeat(32));

            assertBounced(receiver, "503 5.7.0 authentication failed");
        }

        private static String sha256(byte[] bytes) throws Exception {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        }

        private static String spki(X509Certificate certificate) throws Exception {
            byte[] key = certificate.getPublicKey().getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        }
    }

    @Nested
    class OurOwnCertificate {
        private final TestIdentity client = CA.issue("james.example");

        private SmtpReceiver demandingHost() {
            return delivery.exchanger(
                    "partner.example",
                    ReceiverBehaviour.withTls(CA.issue(MX).serverContext(CA)).toBuilder()
                            .clientCertificate(ClientCertificate.REQUIRED)
                            .build());
        }

        @Test
        void pemFileShouldBePresented() throws Exception {
            Files.writeString(directory.resolve("client.pem"), client.privateKeyPem() + client.chainPem());
            SmtpReceiver receiver = demandingHost();
            send("partner.example client-cert=client.pem");

            assertPresented(receiver.awaitReceived(1, PATIENCE).get(0));
        }

        @Test
        void keystoreEntryShouldBePresented() throws Exception {
            try (OutputStream out = Files.newOutputStream(directory.resolve("keystore"))) {
                client.keyStore().store(out, TestIdentity.PASSWORD.toCharArray());
            }
            String alias = client.keyStore().aliases().nextElement();
            SmtpReceiver receiver = demandingHost();
            delivery.with("keystore", directory.resolve("keystore").toString()).with("secret", TestIdentity.PASSWORD);
            send("partner.example client-cert=" + alias);

            assertPresented(receiver.awaitReceived(1, PATIENCE).get(0));
        }

        private void assertPresented(ReceivedMail mail) {
            assertThat(mail.tls().orElseThrow().clientCertificate()).contains(client.certificate());
        }

        @Test
        void noneShouldBePresentedWithoutARuleThatSaysSo() throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "partner.example",
                    ReceiverBehaviour.withTls(CA.issue(MX).serverContext(CA)).toBuilder()
                            .clientCertificate(ClientCertificate.REQUESTED)
                            .build());
            send("partner.example");

            assertThat(receiver.awaitReceived(1, PATIENCE)
                            .get(0)
                            .tls()
                            .orElseThrow()
                            .clientCertificate())
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"absent.pem", "alias"})
        void oneThatIsNotThereShouldStopInit(String name) {
            assertThatThrownBy(() -> send("partner.example client-cert=" + name))
                    .hasMessageContaining("tls-policy.conf:1: client-cert: given " + name);
        }
    }

    @Nested
    class Testing {
        @Test
        void mailShouldBeDeliveredAsWithoutTheRule() throws Exception {
            SmtpReceiver receiver = delivery.exchanger("partner.example", ReceiverBehaviour.withoutTls());
            send("partner.example secure mode=testing");

            assertThat(receiver.awaitReceived(1, PATIENCE).get(0).tls()).isEmpty();
        }

        @Test
        void aCertificateThatTheRuleWantsShouldNotBeSaidToFail() throws Exception {
            SmtpReceiver receiver = host(CA.issue(MX));
            delivery.with("onSuccess", "sent");
            send("partner.example verify mode=testing CA");

            assertDelivered(receiver);
            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "strongpost.would-have-failed"))
                    .isEmpty();
        }

        @Test
        void aCertificateThatItDoesNotShouldBe() throws Exception {
            SmtpReceiver receiver = host(OTHER_CA.issue(MX));
            delivery.with("onSuccess", "sent");
            send("partner.example verify mode=testing CA");

            assertDelivered(receiver);
            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "strongpost.would-have-failed"))
                    .isEqualTo("503 5.7.0 authentication failed");
        }
    }
}
