// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.common.hash.Hashing;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.dns.SignedDns;
import dev.strongpost.testkit.james.DeliveryStatus;
import dev.strongpost.testkit.james.MailRequest;
import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.james.StockJames;
import dev.strongpost.testkit.smtp.ReceivedMail;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** The sample {@code james-conf/internet}: a whole James that validates DNSSEC, behind Debian's Unbound and NSD. */
@Tag("peers")
class DaneIT {
    private static final int SMTP = 25;
    private static final String DOMAIN = "james.local";
    private static final TestIdentity HOST = TestCertificateAuthority.selfSigned("whatever.example");
    private static final Map<String, SmtpReceiver> RECEIVERS = new HashMap<>();

    private static KeyPair dkim;
    private static SignedDns dns;
    private static StockJames james;

    @BeforeAll
    static void start() throws Exception {
        SignedDns.obstacle().ifPresent(Assumptions::abort);
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        dkim = keys.generateKeyPair();
        dns = SignedDns.create();
        String good = "3 1 1 "
                + Hashing.sha256().hashBytes(HOST.certificate().getPublicKey().getEncoded());
        domain("good", ReceiverBehaviour.withTls(HOST.serverContext()), good);
        domain("wrong", ReceiverBehaviour.withTls(HOST.serverContext()), "3 1 1 " + "00".repeat(32));
        domain("clear", ReceiverBehaviour.withoutTls(), good);
        domain("required", ReceiverBehaviour.withTls(HOST.serverContext()));
        domain("bogus", ReceiverBehaviour.withoutTls());
        dns.unsigned("plain", zone("plain", ReceiverBehaviour.withoutTls()), "");
        dns.start();
        james = ItPaths.classPath()
                .in(ItPaths.directory("DaneIT"))
                .dns(dns.address())
                .extension(ItPaths.jar())
                .scenario(ItPaths.scenario("internet"))
                .file("tls-policy.conf", "required.example dane-only failure=bounce\n")
                .file("root.anchors", dns.rootAnchors())
                .replace(OutboundScenario.MAILETS, "<!-- If the mailet fails", signer() + "<!-- If the mailet fails")
                .replace(
                        OutboundScenario.MAILETS,
                        "<published>on</published>",
                        "<published>on</published><dnssecAnchors>file://conf/root.anchors</dnssecAnchors>")
                .replace(OutboundScenario.MAILETS, SHIPPED_DELAYS, "<delayTime>500</delayTime>")
                .replace(OutboundScenario.MAILETS, "<maxRetries>32</maxRetries>", "<maxRetries>1</maxRetries>")
                .start()
                .addDomain(DOMAIN);
    }

    private static final String SHIPPED_DELAYS =
            "<delayTime>2*5 minutes, 3*20 minutes, 3*1 hours, 10*3 hours, 14*6 hours</delayTime>";

    @AfterAll
    static void stop() {
        RECEIVERS.values().forEach(SmtpReceiver::close);
        if (james != null) {
            james.close();
        }
        if (dns != null) {
            dns.close();
        }
    }

    /** The mailet that the sample has in a comment, for the domain of this test. */
    private static String signer() throws Exception {
        String sample = Files.readString(Path.of(ItPaths.scenario("internet").toString(), OutboundScenario.MAILETS));
        int start = sample.indexOf("<mailet match=\"SenderHostIs");
        return sample.substring(start, sample.indexOf("-->", start))
                .replace("SenderHostIs=yourdomain.example", "SenderHostIs=" + DOMAIN)
                .replace("d=yourdomain.example", "d=" + DOMAIN)
                .replace("PUT THE LINES OF THE KEY FILE HERE", pem(dkim));
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----";
    }

    private static void domain(String name, ReceiverBehaviour behaviour, String... tlsa) {
        dns.signed(
                name,
                zone(name, behaviour, tlsa),
                SignedDns.P256,
                text -> name.equals("bogus") ? text.replace("MX\t10 ", "MX\t11 ") : text,
                ds -> ds);
    }

    private static String zone(String name, ReceiverBehaviour behaviour, String... tlsa) {
        InetAddress address = Loopback.freshAddress();
        RECEIVERS.put(name, SmtpReceiver.listen(new InetSocketAddress(address, SMTP), behaviour));
        StringBuilder records = new StringBuilder("@ MX 10 mx\nmx A ")
                .append(address.getHostAddress())
                .append('\n');
        for (String record : tlsa) {
            records.append("_25._tcp.mx TLSA ").append(record).append('\n');
        }
        return records.toString();
    }

    private static String send(String name) {
        String sender = "to-" + name + "@" + DOMAIN;
        james.addUser(sender);
        james.mailClient().send(sender, "published", "someone@" + name + ".example");
        return sender;
    }

    private static void assertBounced(String name, String reply) {
        List<MailboxMessage> messages = james.mailbox(send(name)).awaitMessages(1, PATIENCE);
        DeliveryStatus.Fields fields = messages.get(0).deliveryStatus().recipient("someone@" + name + ".example");
        assertThat(fields.get("Diagnostic-Code")).contains(reply);
        assertThat(RECEIVERS.get(name).transcripts())
                .noneMatch(transcript -> transcript.verbs().contains("MAIL"));
    }

    @Test
    void hostWithTheCertificateOfItsRecordsShouldGetTheMail() {
        send("good");

        RECEIVERS.get("good").awaitReceived(1, PATIENCE);
        Evidence.assertHeardOfMailInsideTlsOnly(RECEIVERS.get("good"));
    }

    @Test
    void hostWithAnotherCertificateShouldGetNothing() {
        assertBounced("wrong", "403 4.7.0 DANE check failed.");
    }

    @Test
    void hostThatSuppressesStartTlsShouldGetNothing() {
        assertBounced("clear", "403 4.7.0 DANE: missing STARTTLS.");
    }

    @Test
    void ruleShouldBeAbleToRequireRecords() {
        assertBounced("required", "503 5.7.0 mx.required.example has no usable TLSA records");
    }

    @Test
    void domainWhoseAnswersDoNotValidateShouldGetNothing() {
        assertBounced("bogus", "DNS, MX bogus.example: DNSSEC validation failed");
    }

    /** Mail of a program may have next to no header: James completes it when the signature is there already. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: <%s>\r\n\r\nbare\r\n",
                "Date: Sat, 28 Nov 2026 04:47:43 +0000\r\nMessage-ID: <1@client.test>\r\nFrom: <%s>\r\n"
                        + "To: <someone@plain.example>\r\nSubject: complete\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\ncaf\u00e9\r\n"
            })
    void domainThatPublishesNothingShouldGetItsMailSigned(String message) throws Exception {
        SmtpReceiver receiver = RECEIVERS.get("plain");
        int before = receiver.received().size();
        String sender = "plain" + before + "@" + DOMAIN;
        james.addUser(sender);
        james.mailClient()
                .send(MailRequest.from(sender).to("someone@plain.example").eightBit(), String.format(message, sender));
        ReceivedMail mail = receiver.awaitReceived(before + 1, PATIENCE).get(before);

        String record = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(dkim.getPublic().getEncoded());
        DKIMVerifier verifier = new DKIMVerifier((methods, selector, token) -> List.of(record));
        assertThat(verifier.verify(new ByteArrayInputStream(mail.content())))
                .extracting(SignatureRecord::getDToken)
                .extracting(CharSequence::toString)
                .containsExactly(DOMAIN);
        assertThat(mail.tls()).isEmpty();
    }

    @Test
    void healthShouldBeGoodWhereDnssecWorks() {
        assertThat(james.webadmin().get("/healthcheck/checks/TlsPolicy")).contains("\"status\":\"healthy\"");
    }
}
