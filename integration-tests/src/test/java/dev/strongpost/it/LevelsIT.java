// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.ReceiverBehaviour.ClientCertificate;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** The levels that ask who the other side is, and what a rule can have done besides bouncing. */
class LevelsIT {
    private static final TestCertificateAuthority CA = TestCertificateAuthority.create();
    private static final TestIdentity PINNED = TestCertificateAuthority.selfSigned("pinned.example");
    private static final TestIdentity CLIENT = CA.issue("james.test");

    @AutoClose
    private static OutboundScenario scenario;

    @BeforeAll
    static void start() throws Exception {
        scenario = OutboundScenario.with(
                LevelsIT.class,
                table(),
                james -> james.file("ca.pem", CA.rootPem())
                        .file("client.pem", CLIENT.privateKeyPem() + CLIENT.chainPem())
                        .replace(
                                OutboundScenario.MAILETS,
                                "</processors>",
                                """
                        <processor state="quarantine" enableJmx="false">
                            <mailet match="All" class="ToRepository">
                                <repositoryPath>memory://var/mail/quarantine/</repositoryPath>
                            </mailet>
                        </processor>
                        </processors>"""));
    }

    private static String table() throws Exception {
        byte[] pin =
                MessageDigest.getInstance("SHA-256").digest(PINNED.certificate().getEncoded());
        return """
                verify.example verify ca=ca.pem
                secure.example secure ca=ca.pem
                pinned.example fingerprint pin=sha256:%s
                contract.example client-cert=client.pem
                plain.example none
                tried.example mode=testing
                held.example failure=processor:quarantine
                ended.verify.example may until=2026-01-31
                lasting.plain.example verify ca=ca.pem bits=256 until=2026-01-31
                issued.example verify ca=ca.pem issuer="%s"
                """
                .formatted(
                        HexFormat.of().formatHex(pin),
                        CA.intermediate().getSubjectX500Principal().getName());
    }

    private static void assertBouncedUnseen(String sender, String recipient, String reply, SmtpReceiver host) {
        Evidence.assertOnePolicyBounce(scenario.mailbox(sender), recipient, reply);
        Evidence.assertHeardNothingOfAnyMail(host);
    }

    @ParameterizedTest
    @CsvSource({
        "verify.example, mx.verify.example",
        "secure.example, secure.example",
    })
    void rightNameOfATrustedAuthorityShouldBeDelivered(String domain, String name) {
        SmtpReceiver host = host(domain, CA.issue(name));

        send("good-" + domain.replace('.', '-'), "someone@" + domain);

        host.awaitReceived(1, PATIENCE);
        Evidence.assertHeardOfMailInsideTlsOnly(host);
    }

    @ParameterizedTest
    @CsvSource({
        "a.verify.example, wrong.example, CN wrong.example does not match mx.a.verify.example",
        "a.secure.example, mx.elsewhere.example, CN mx.elsewhere.example does not match a.secure.example"
    })
    void wrongNameShouldBounce(String domain, String name, String reply) {
        SmtpReceiver host = host(domain, CA.issue(name));
        String sender = send("wrong-" + domain.replace('.', '-'), "someone@" + domain);

        assertBouncedUnseen(sender, "someone@" + domain, "503 5.7.0 " + reply, host);
    }

    @Test
    void untrustedAuthorityShouldBounce() {
        SmtpReceiver host =
                host("b.verify.example", TestCertificateAuthority.create().issue("mx.b.verify.example"));
        String sender = send("untrusted", "someone@b.verify.example");

        assertBouncedUnseen(sender, "someone@b.verify.example", "503 5.7.0 authentication failed", host);
    }

    @Test
    void exceptionThatHasEndedShouldBeNone() {
        SmtpReceiver host = scenario.host("ended.verify.example", ReceiverBehaviour.withoutTls());
        String sender = send("ended", "someone@ended.verify.example");

        assertBouncedUnseen(
                sender, "someone@ended.verify.example", "503 5.7.0 other side does not support STARTTLS", host);
    }

    @Test
    void protectionWhoseDayHasPassedShouldLast() {
        SmtpReceiver host =
                host("lasting.plain.example", TestCertificateAuthority.create().issue("mx.lasting.plain.example"));
        String sender = send("lasting", "someone@lasting.plain.example");

        assertBouncedUnseen(sender, "someone@lasting.plain.example", "503 5.7.0 authentication failed", host);
        scenario.james().awaitLogLine("lasting.plain.example (tls-policy.conf:9) ended on 2026-01-31", PATIENCE);
    }

    @Test
    void certificateOfTheIssuerThatTheRuleNamesShouldBeDelivered() {
        SmtpReceiver host = host("issued.example", CA.issue("mx.issued.example"));

        send("issued", "someone@issued.example");

        host.awaitReceived(1, PATIENCE);
        Evidence.assertHeardOfMailInsideTlsOnly(host);
    }

    @Test
    void pinnedCertificateShouldBeDelivered() {
        SmtpReceiver host = host("pinned.example", PINNED);

        send("pinned", "someone@pinned.example");

        host.awaitReceived(1, PATIENCE);
        Evidence.assertHeardOfMailInsideTlsOnly(host);
    }

    @Test
    void ourCertificateShouldBePresentedWhereTheRuleSaysSo() {
        SmtpReceiver host = scenario.host(
                "contract.example",
                ReceiverBehaviour.withTls(CA.issue("mx.contract.example").serverContext(CA)).toBuilder()
                        .clientCertificate(ClientCertificate.REQUIRED)
                        .build());

        send("presenting", "someone@contract.example");

        assertThat(host.awaitReceived(1, PATIENCE).get(0).tls())
                .hasValueSatisfying(tls -> assertThat(tls.clientCertificate()).contains(CLIENT.certificate()));
    }

    @Test
    void aRuleInTestShouldDeliverAndSayWhatWouldHaveFailed() {
        SmtpReceiver host = scenario.host("tried.example", ReceiverBehaviour.withoutTls());

        send("tried", "someone@tried.example");

        assertThat(host.awaitReceived(1, PATIENCE).get(0).tls()).isEmpty();
        scenario.james().awaitLogLine("would have failed: 503 5.7.0 encryption too weak 0 less than 112", PATIENCE);
    }

    @Test
    void mailShouldGoToTheProcessorThatTheRuleNames() {
        SmtpReceiver host = scenario.host("held.example", ReceiverBehaviour.withoutTls());
        String sender = send("held", "someone@held.example");

        scenario.james().awaitLogLine("memory://var/mail/quarantine", PATIENCE);
        assertThat(scenario.mailbox(sender).messages()).isEmpty();
        Evidence.assertHeardNothingOfAnyMail(host);
    }

    private static SmtpReceiver host(String domain, TestIdentity identity) {
        return scenario.host(domain, ReceiverBehaviour.withTls(identity.serverContext()));
    }

    private static String send(String user, String recipient) {
        String sender = scenario.user(user);
        scenario.james().mailClient().send(sender, "levels", recipient);
        return sender;
    }
}
