// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.common.base.Splitter;
import com.google.common.io.BaseEncoding;

import dev.strongpost.dns.DnsResolver;
import dev.strongpost.dns.Dnssec;
import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.dns.SignedDns;
import dev.strongpost.testkit.peers.RealServer;
import dev.strongpost.testkit.smtp.ReceivedMail;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/**
 * DANE beside Debian's Postfix, whose posttls-finger makes the same handshakes behind the same validating Unbound: each
 * domain is called after what is special about it.
 */
@Tag("peers")
class DanePostfixTest {
    /** What becomes of mail. */
    private enum Outcome {
        ENCRYPTED,
        CLEAR,
        WAITS
    }

    @TempDir
    static Path directory;

    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();
    private static final TestIdentity PLAIN = AUTHORITY.issue("unrelated.example");
    private static final Map<String, SmtpReceiver> RECEIVERS = new LinkedHashMap<>();
    private static DeliveryFixture fixture;
    private static SignedDns dns;
    /** What Postfix found at each level. */
    private static final Map<String, Map<String, String>> FOUND = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        SignedDns.obstacle().or(() -> RealServer.obstacle("postfix")).ifPresent(Assumptions::abort);
        fixture = new DeliveryFixture(directory)
                .with("published", "on")
                .with("delayTime", "1 hours")
                .with("maxRetries", "1")
                .with("stateDirectory", directory.resolve("state").toString())
                .policy("strict@ dane-only");
        dns = SignedDns.create();
        ofUsages();
        ofSets();
        ofCertificates();
        withoutTls();
        ofUnsigned();
        ofAliases();
        dns.start();
        fixture.lookup(DnsResolver.of(
                        List.of(dns.address()),
                        Duration.ofSeconds(5),
                        10_000,
                        Duration.ofSeconds(1),
                        Dnssec.validate(dns.rootAnchors())))
                .start();
        FOUND.put("dane", finger("dane"));
        FOUND.put("dane-only", finger("dane-only"));
        for (String name : RECEIVERS.keySet()) {
            fixture.send("a@here.example", "b@" + name + ".example");
            fixture.send("a@here.example", "strict@" + name + ".example");
        }
        Awaitility.await().atMost(DeliveryFixture.PATIENCE).until(() -> fixture.queued() == fixture.waiting());
    }

    @AfterAll
    static void stop() {
        RECEIVERS.values().forEach(SmtpReceiver::close);
        if (fixture != null) {
            fixture.close();
        }
        if (dns != null) {
            dns.close();
        }
    }

    private static void ofUsages() throws Exception {
        for (int selector = 0; selector <= 1; selector++) {
            for (int matching = 0; matching <= 2; matching++) {
                String kind = "-" + selector + matching;
                domain("ee" + kind, PLAIN, tlsa(3, selector, matching, PLAIN.certificate()));
                domain(
                        "ta" + kind,
                        AUTHORITY.issue("mx.ta" + kind + ".example"),
                        tlsa(2, selector, matching, AUTHORITY.intermediate()));
                domain(
                        "unsent" + kind,
                        AUTHORITY.issue("mx.unsent" + kind + ".example"),
                        tlsa(2, selector, matching, AUTHORITY.root()));
            }
        }
    }

    private static void ofSets() throws Exception {
        domain("wrong", PLAIN, wrong());
        domain("mixed", PLAIN, wrong(), good());
        domain("unusable", PLAIN, unusable());
        domain("unusable-good", PLAIN, unusable(), good());
        domain("unusable-wrong", PLAIN, unusable(), wrong());
        domain("short-digest", PLAIN, "3 1 1 0123456789");
        domain("unknown-usage", PLAIN, good().replaceFirst("3 1 1", "9 1 1"));
        domain("unknown-selector", PLAIN, good().replaceFirst("3 1 1", "3 7 1"));
        domain("unknown-matching", PLAIN, good().replaceFirst("3 1 1", "3 1 7"));
        domain("without-records", PLAIN);
    }

    private static void ofCertificates() throws Exception {
        TestIdentity expired =
                AUTHORITY.certificate().dnsNames("mx.expired.example").expired().issue();
        domain("expired", expired, tlsa(3, 1, 1, expired.certificate()));
        TestIdentity below = AUTHORITY
                .certificate()
                .dnsNames("mx.ta-expired.example")
                .expired()
                .issue();
        domain("ta-expired", below, tlsa(2, 1, 1, AUTHORITY.intermediate()));
        domain("ta-misnamed", PLAIN, tlsa(2, 1, 1, AUTHORITY.intermediate()));
        domain("ta-next-hop", AUTHORITY.issue("ta-next-hop.example"), tlsa(2, 1, 1, AUTHORITY.intermediate()));
        TestIdentity leaf = AUTHORITY.issue("mx.ta-of-leaf.example");
        domain("ta-of-leaf", leaf, tlsa(2, 1, 1, leaf.certificate()));
    }

    private static void withoutTls() throws Exception {
        domain("clear", ReceiverBehaviour.withoutTls());
        domain("clear-good", ReceiverBehaviour.withoutTls(), good());
        domain("clear-unusable", ReceiverBehaviour.withoutTls(), unusable());
    }

    private static void ofUnsigned() throws Exception {
        dns.unsigned("unsigned", "@ MX 10 mx\n" + host("mx", receiver("unsigned"), wrong()), "");
        dns.signed("unsigned-host", "@ MX 10 mx.elsewhere-1.example.\n");
        dns.unsigned("elsewhere-1", host("mx", receiver("unsigned-host"), wrong()), "");
        dns.unsigned("unsigned-exchanger", "@ MX 10 mx.elsewhere-2.example.\n", "");
        dns.signed("elsewhere-2", host("mx", receiver("unsigned-exchanger"), wrong()));
        dns.signed(
                "bogus",
                "@ MX 10 mx\n" + host("mx", receiver("bogus")) + "_tcp.mx NS ns.example.\n_tcp.mx DS 12345 13 2 "
                        + "ab".repeat(32) + "\n");
        dns.below("_tcp.mx.bogus", "_" + fixture.port() + " TLSA " + good() + "\n");
        dns.signed("implicit", "@ A " + receiver("implicit") + "\n_" + fixture.port() + "._tcp TLSA " + wrong() + "\n");
    }

    private static void ofAliases() throws Exception {
        alias("alias-target", "elsewhere-3", wrong());
        dns.signed("elsewhere-3", host("mx", receiver("alias-target"), good()));
        alias("alias-origin", "elsewhere-4", good());
        dns.signed("elsewhere-4", host("mx", receiver("alias-origin")));
        alias("alias-unsigned", "elsewhere-5", good());
        dns.unsigned("elsewhere-5", host("mx", receiver("alias-unsigned"), wrong()), "");
        alias("alias-unsigned-wrong", "elsewhere-6", wrong());
        dns.unsigned("elsewhere-6", host("mx", receiver("alias-unsigned-wrong"), good()), "");
    }

    private static void alias(String name, String target, String tlsa) {
        dns.signed(
                name,
                "@ MX 10 mx\nmx CNAME mx." + target + ".example.\n_" + fixture.port() + "._tcp.mx TLSA " + tlsa + "\n");
    }

    private static void domain(String name, TestIdentity identity, String... tlsa) {
        domain(name, ReceiverBehaviour.withTls(identity.serverContext()), tlsa);
    }

    private static void domain(String name, ReceiverBehaviour behaviour, String... tlsa) {
        dns.signed(name, "@ MX 10 mx\n" + host("mx", receiver(name, behaviour), tlsa));
    }

    private static String host(String name, String address, String... tlsa) {
        StringBuilder records = new StringBuilder(name + " A " + address + "\n");
        for (String record : tlsa) {
            records.append("_" + fixture.port() + "._tcp." + name + " TLSA " + record + "\n");
        }
        return records.toString();
    }

    private static String receiver(String name) {
        return receiver(name, ReceiverBehaviour.withTls(PLAIN.serverContext()));
    }

    private static String receiver(String name, ReceiverBehaviour behaviour) {
        InetAddress address = Loopback.freshAddress();
        RECEIVERS.put(name, SmtpReceiver.listen(new InetSocketAddress(address, fixture.port()), behaviour));
        return address.getHostAddress();
    }

    private static String good() throws Exception {
        return tlsa(3, 1, 1, PLAIN.certificate());
    }

    private static String wrong() throws Exception {
        return tlsa(3, 1, 1, AUTHORITY.root());
    }

    private static String unusable() throws Exception {
        return tlsa(1, 1, 1, PLAIN.certificate());
    }

    private static String tlsa(int usage, int selector, int matchingType, X509Certificate certificate)
            throws Exception {
        byte[] octets = selector == 0
                ? certificate.getEncoded()
                : certificate.getPublicKey().getEncoded();
        byte[] data = matchingType == 0
                ? octets
                : MessageDigest.getInstance(matchingType == 1 ? "SHA-256" : "SHA-512")
                        .digest(octets);
        return usage + " " + selector + " " + matchingType + " "
                + BaseEncoding.base16().encode(data);
    }

    /** Returns what posttls-finger printed for each domain. */
    private static Map<String, String> finger(String level) {
        List<String> arguments =
                new ArrayList<>(List.of(dns.address().getAddress().getHostAddress(), level));
        RECEIVERS.keySet().forEach(name -> arguments.add(name + ".example:" + fixture.port()));
        return Splitter.on("== ")
                .omitEmptyStrings()
                .splitToStream(RealServer.runScript("postfix", "finger", arguments.toArray(String[]::new)))
                .collect(Collectors.toMap(
                        part -> part.substring(0, part.indexOf(".example:")),
                        part -> part.substring(part.indexOf('\n'))));
    }

    private static Outcome outcome(String name, String recipient) {
        String address = recipient + "@" + name + ".example";
        List<ReceivedMail> received = RECEIVERS.get(name).received().stream()
                .filter(mail -> mail.recipientAddresses().contains(address))
                .toList();
        assertThat(received).hasSizeLessThan(2);
        if (received.isEmpty()) {
            return Outcome.WAITS;
        }
        return received.get(0).tls().isPresent() ? Outcome.ENCRYPTED : Outcome.CLEAR;
    }

    /** The columns: with DANE in addition to the built-in rule; and at level dane-only. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            textBlock =
                    """
                    ee-00,                ENCRYPTED, ENCRYPTED
                    ee-01,                ENCRYPTED, ENCRYPTED
                    ee-02,                ENCRYPTED, ENCRYPTED
                    ee-10,                ENCRYPTED, ENCRYPTED
                    ee-11,                ENCRYPTED, ENCRYPTED
                    ee-12,                ENCRYPTED, ENCRYPTED
                    ta-00,                ENCRYPTED, ENCRYPTED
                    ta-01,                ENCRYPTED, ENCRYPTED
                    ta-02,                ENCRYPTED, ENCRYPTED
                    ta-10,                ENCRYPTED, ENCRYPTED
                    ta-11,                ENCRYPTED, ENCRYPTED
                    ta-12,                ENCRYPTED, ENCRYPTED
                    unsent-00,            ENCRYPTED, ENCRYPTED
                    unsent-01,            WAITS,     WAITS
                    unsent-02,            WAITS,     WAITS
                    unsent-10,            ENCRYPTED, ENCRYPTED
                    unsent-11,            WAITS,     WAITS
                    unsent-12,            WAITS,     WAITS
                    wrong,                WAITS,     WAITS
                    mixed,                ENCRYPTED, ENCRYPTED
                    unusable,             ENCRYPTED, WAITS
                    unusable-good,        ENCRYPTED, ENCRYPTED
                    unusable-wrong,       WAITS,     WAITS
                    short-digest,         ENCRYPTED, WAITS
                    unknown-usage,        ENCRYPTED, WAITS
                    unknown-selector,     ENCRYPTED, WAITS
                    unknown-matching,     ENCRYPTED, WAITS
                    without-records,      ENCRYPTED, WAITS
                    expired,              ENCRYPTED, ENCRYPTED
                    ta-expired,           WAITS,     WAITS
                    ta-misnamed,          WAITS,     WAITS
                    ta-next-hop,          ENCRYPTED, ENCRYPTED
                    ta-of-leaf,           WAITS,     WAITS
                    clear,                CLEAR,     WAITS
                    clear-good,           WAITS,     WAITS
                    clear-unusable,       WAITS,     WAITS
                    unsigned,             ENCRYPTED, WAITS
                    unsigned-host,        ENCRYPTED, WAITS
                    unsigned-exchanger,   ENCRYPTED, WAITS
                    bogus,                WAITS,     WAITS
                    implicit,             WAITS,     WAITS
                    alias-target,         ENCRYPTED, ENCRYPTED
                    alias-origin,         ENCRYPTED, ENCRYPTED
                    alias-unsigned,       ENCRYPTED, ENCRYPTED
                    alias-unsigned-wrong, WAITS,     WAITS
                    """)
    void mailShouldBeSentWhereThatIsProvenGoodEnough(String name, Outcome dane, Outcome daneOnly) {
        assertThat(outcome(name, "b")).isEqualTo(dane);
        assertThat(outcome(name, "strict")).isEqualTo(daneOnly);
        if (dane == Outcome.WAITS) {
            assertThat(RECEIVERS.get(name).transcripts())
                    .noneMatch(transcript -> transcript.toString().contains("MAIL FROM"));
        }
        String found = FOUND.get("dane").get(name);
        String foundOnly = FOUND.get("dane-only").get(name);
        boolean verified = found.contains("Verified TLS connection");

        assertThat(verified).as(found).isEqualTo(daneOnly == Outcome.ENCRYPTED);
        assertThat(foundOnly.contains("Verified TLS connection")).as(foundOnly).isEqualTo(verified);
        if (found.contains("no matching DANE TLSA records") || found.contains("TLSA lookup error")) {
            // With unsigned MX records Postfix checks the host that they name all the same ("half-dane"). What a forger
            // of them chooses is worth no refusal: RFC 7672 section 2.2.1 asks for none.
            assertThat(dane).isEqualTo(name.equals("unsigned-exchanger") ? Outcome.ENCRYPTED : Outcome.WAITS);
        }
    }
}
