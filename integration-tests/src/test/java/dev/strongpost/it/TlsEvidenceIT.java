// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.testkit.certificates.RenewableKeys;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.james.MailRequest;
import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.smtp.Capability;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.ReceiverBehaviour.ClientCertificate;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** What a handshake proves, and what it does not, on a whole James: T2, T4, T6 and M1 of the cases. */
class TlsEvidenceIT {
    private static final TestCertificateAuthority CA = TestCertificateAuthority.create();
    private static final TestIdentity CLIENT = CA.issue("james.example");
    private static final TestIdentity OLD = CA.issue("mx.renewed.example");
    private static final TestIdentity NEW = CA.issue("mx.renewed.example");
    private static final String TABLE =
            """
            ours.example may client-cert=client.pem
            demanding.example encrypt
            renewed.example fingerprint pin=sha256:%s
            """;

    @AutoClose
    private static OutboundScenario scenario;

    @BeforeAll
    static void start() throws Exception {
        scenario = OutboundScenario.with(TlsEvidenceIT.class, String.format(TABLE, sha256(OLD)), james -> james.file(
                        "client.pem", CLIENT.privateKeyPem() + CLIENT.chainPem())
                // Mail for hosts without a rule, too: the sample leaves it to James.
                .replace(
                        OutboundScenario.MAILETS,
                        "match=\"dev.strongpost.matchers.RecipientRequiresTls\"",
                        "match=\"All\""));
    }

    private static String sha256(TestIdentity identity) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(identity.certificate().getEncoded()));
    }

    /** T2: what is broken here must not send mail out in cleartext, nor be called the host's fault. */
    @Test
    void anUnusableCertificateOfOursShouldBounceInTheEndAndBlameNobodyElse() throws IOException {
        SmtpReceiver host = scenario.host("ours.example", OutboundScenario.withTls());
        String sender = scenario.user("ours");
        // Once as it should be, so that it is known.
        scenario.james().mailClient().send(sender, "before", "someone@ours.example");
        host.awaitReceived(1, PATIENCE);
        host.awaitConnectionsEnded(1, PATIENCE);
        Path file = scenario.james().configurationFile("client.pem");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        scenario.james().mailClient().send(sender, "ours", "someone@ours.example");

        MailboxMessage bounce = bounce(sender);
        assertThat(bounce.raw())
                .contains(
                        "Status: 4.3.5",
                        "Diagnostic-Code: x-strongpost; this server cannot do what its own rule",
                        "Nothing was sent to the recipients' server, and it is not at fault.")
                .doesNotContain("Remote-MTA", "client.pem");
        assertThat(host.received()).hasSize(1);
        assertThat(scenario.james().log())
                .contains("cannot be asked for TLS as the rule requires: a fault of this server: client-cert:");
    }

    /** T4: the host renews its certificate and keeps its sessions; then the rule follows. */
    @Test
    void aRenewedCertificateShouldBeJudgedByAFullHandshake() throws Exception {
        RenewableKeys keys = new RenewableKeys(OLD);
        SmtpReceiver host = scenario.host("renewed.example", ReceiverBehaviour.withTls(keys.serverContext()));
        String sender = scenario.user("renewed");
        scenario.james().mailClient().send(sender, "before", "someone@renewed.example");
        host.awaitReceived(1, PATIENCE);

        keys.renew(NEW);
        Files.writeString(
                scenario.james().configurationFile(OutboundScenario.TABLE),
                String.format(TABLE, sha256(NEW)) + "another.example\n");
        scenario.james().awaitLogLine("4 rules are active", PATIENCE);
        scenario.james().mailClient().send(sender, "after", "someone@renewed.example");

        assertThat(host.awaitReceived(2, PATIENCE).get(1).tls().orElseThrow().resumed())
                .isFalse();
        assertThat(scenario.mailbox(sender).messages()).isEmpty();
    }

    /** T6: the same outcome whether the demand comes within the handshake or behind it. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aHostThatDemandsOurCertificateShouldBeRetriedAndNamedInTheBounce(String protocol) {
        String domain = protocol.toLowerCase().replace(".", "") + ".demanding.example";
        SmtpReceiver host = scenario.host(
                domain,
                ReceiverBehaviour.withTls(OLD.serverContext(CA)).toBuilder()
                        .clientCertificate(ClientCertificate.REQUIRED)
                        .protocols(protocol)
                        .build());
        String sender = scenario.user("demanding" + protocol.charAt(protocol.length() - 1));

        scenario.james().mailClient().send(sender, "demanding", "someone@" + domain);

        MailboxMessage bounce = bounce(sender);
        assertThat(bounce.raw())
                .contains(
                        "Diagnostic-Code: smtp; 503 5.7.0 TLS handshake failed.",
                        "it asks for a client certificate, and none is configured");
        assertThat(host.connections()).as("attempts").isGreaterThan(1);
        Evidence.assertHeardNothingOfAnyMail(host);
    }

    /** M1: parts are encoded, at whatever depth, and all labels are true. */
    @Test
    void aMessageInEightBitsShouldReachAHostOfSeven() {
        SmtpReceiver host = scenario.host(
                "seven.example",
                ReceiverBehaviour.withoutTls().toBuilder()
                        .without(Capability.EIGHTBITMIME)
                        .build());
        String sender = scenario.user("eight");
        String message =
                """
                Subject: parts\r
                MIME-Version: 1.0\r
                Content-Type: multipart/mixed; boundary=cut\r
                Content-Transfer-Encoding: 8bit\r
                \r
                --cut\r
                Content-Type: text/csv; charset=x-nobody-knows\r
                Content-Transfer-Encoding: 8bit\r
                \r
                Gr\u00fc\u00dfe an alle\r
                --cut\r
                Content-Type: message/rfc822\r
                Content-Transfer-Encoding: 8bit\r
                \r
                Subject: inner\r
                \r
                Gr\u00fc\u00dfe aus dem Inneren\r
                --cut--\r
                epilogue\r
                """;

        scenario.james()
                .mailClient()
                .send(MailRequest.from(sender).to("someone@seven.example").eightBit(), message);

        byte[] content = host.awaitReceived(1, PATIENCE).get(0).content();
        String received = new String(content, StandardCharsets.ISO_8859_1);
        assertThat(received.chars()).allMatch(octet -> octet < 128);
        assertThat(received)
                .contains("Content-Type: multipart/mixed; boundary=cut\r\nContent-Transfer-Encoding: 7bit\r\n")
                .contains("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n")
                .containsPattern("Gr(=C3=BC|=FC)(=C3=9F|=DF)e an alle\r\n")
                .containsPattern("Gr(=C3=BC|=FC)(=C3=9F|=DF)e aus dem Inneren\r\n")
                .endsWith("--cut--\r\nepilogue\r\n");
    }

    private static MailboxMessage bounce(String sender) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> scenario.mailbox(sender).messages(), messages -> !messages.isEmpty())
                .get(0);
    }
}
