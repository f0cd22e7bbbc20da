// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.decision.TlsDecision;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.decision.TlsSession;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;

@Tag("slow")
class ReceivedTlsTest {
    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();
    private static final String SUITE = "TLS_AES_256_GCM_SHA384";

    private Mail mail;

    @BeforeEach
    void setUp() throws Exception {
        mail = FakeMail.builder().name("mail").recipient("a@here.example").build();
    }

    private static TlsEvidence session(PeerIdentity peer) {
        return TlsEvidence.session(TlsSession.of(TlsProtocol.TLSV1_3, SUITE, peer));
    }

    private static TlsRequirement rule(String who, int line) {
        return TlsRequirement.builder(TlsLevel.ENCRYPT)
                .inbound()
                .who(who)
                .source(RuleSource.of("tls-policy.conf", line))
                .build();
    }

    private Map<String, String> received() {
        return mail.attributes()
                .filter(attribute -> attribute.getName().asString().startsWith("strongpost."))
                .collect(Collectors.toMap(attribute -> attribute.getName().asString(), attribute ->
                        (String) attribute.getValue().value()));
    }

    private void set(AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }

    @Nested
    class Recording {
        @Test
        void recordShouldTellOfClearText() {
            ReceivedTls.record(mail, TlsEvidence.notOffered(), List.of());

            assertThat(received()).isEqualTo(Map.of("strongpost.received.bits", "0"));
        }

        @Test
        void recordShouldTellOfSessionRulesAndClient() {
            List<X509Certificate> chain =
                    AUTHORITY.issue("mx.partner.example", "*.partner.example").chain();
            PeerIdentity client = PeerIdentity.trusted(chain, List.of(AUTHORITY.root()));

            ReceivedTls.record(mail, session(client), List.of(rule("client:*", 1), rule("partner.example", 3)));

            assertThat(received())
                    .containsEntry("strongpost.received.protocol", "TLSv1.3")
                    .containsEntry("strongpost.received.suite", SUITE)
                    .containsEntry("strongpost.received.bits", "256")
                    .containsEntry(
                            "strongpost.received.rule",
                            "client:* (tls-policy.conf:1), partner.example (tls-policy.conf:3)")
                    .containsEntry("strongpost.received.client-chain", "trusted")
                    .containsEntry("strongpost.received.client-names", "mx.partner.example,*.partner.example")
                    .containsEntry(
                            "strongpost.received.client-subject",
                            chain.get(0).getSubjectX500Principal().getName())
                    .containsEntry(
                            "strongpost.received.client-issuer",
                            chain.get(0).getIssuerX500Principal().getName())
                    .hasEntrySatisfying("strongpost.received.client-sha256", digest -> assertThat(digest)
                            .matches("[0-9a-f]{64}"))
                    .hasSize(9);
        }

        @Test
        void recordShouldTellOfMissingCertificate() {
            ReceivedTls.record(mail, session(PeerIdentity.notPresented()), List.of());

            assertThat(received())
                    .containsEntry("strongpost.received.client-chain", "none")
                    .containsOnlyKeys(
                            "strongpost.received.protocol",
                            "strongpost.received.suite",
                            "strongpost.received.bits",
                            "strongpost.received.client-chain");
        }

        @Test
        void recordShouldForgetWhatWasThereBefore() {
            TlsMailAttributes.RECEIVED.forEach(name -> set(name, "forged"));
            set(TlsMailAttributes.REPLY, "of a delivery");

            ReceivedTls.record(mail, TlsEvidence.notOffered(), List.of());

            assertThat(received())
                    .isEqualTo(Map.of("strongpost.received.bits", "0", "strongpost.reply", "of a delivery"));
        }

        @Test
        void wouldHaveFailedShouldHaveReply() {
            TlsFailure failure = TlsDecision.decide(rule("client:*", 1), TlsEvidence.notOffered())
                    .failure()
                    .orElseThrow();

            ReceivedTls.recordWouldHaveFailed(mail, failure);

            assertThat(received())
                    .containsEntry(
                            "strongpost.received.would-have-failed", "503 5.7.0 encryption too weak 0 less than 112");
        }
    }

    /** The client writes its certificate. */
    @Nested
    class HostileCertificate {
        private Map<String, String> recorded(String... names) {
            PeerIdentity client = PeerIdentity.untrusted(
                    "self-signed", TestCertificateAuthority.selfSigned(names).chain());
            ReceivedTls.record(mail, session(client), List.of());
            return received();
        }

        @Test
        void namesThatAreNoDomainNamesShouldBeLeftOut() {
            assertThat(recorded("x.example", "y.example,bank.example", "a b.example", "c\r\nd.example"))
                    .containsEntry("strongpost.received.client-names", "x.example");
        }

        @Test
        void namesShouldBeBounded() {
            String[] many =
                    IntStream.range(0, 300).mapToObj(i -> "n" + i + ".example").toArray(String[]::new);

            assertThat(recorded(many).get("strongpost.received.client-names").split(","))
                    .hasSize(100);
        }

        @Test
        void attributesShouldSayThatNothingIsProved() {
            assertThat(recorded("bank.example")).containsEntry("strongpost.received.client-chain", "untrusted");
            assertThat(ReceivedTls.of(mail).isClientVerified()).isFalse();
        }
    }

    @Nested
    class Reading {
        @Test
        void ofShouldReadWhatWasRecordedBehindTheQueueToo() throws Exception {
            PeerIdentity client = PeerIdentity.trusted(
                    AUTHORITY.issue("mx.partner.example", "partner.example").chain(), List.of(AUTHORITY.root()));
            ReceivedTls.record(mail, session(client), List.of(rule("*", 1)));
            Mail stored = FakeMail.builder().name("stored").build();
            for (Attribute attribute : mail.attributes().toList()) {
                // as queues store them
                stored.setAttribute(new Attribute(
                        attribute.getName(),
                        AttributeValue.fromJsonString(
                                attribute.getValue().toJson().orElseThrow().toString())));
            }

            ReceivedTls received = ReceivedTls.of(stored);

            assertThat(received.bits()).isEqualTo(256);
            assertThat(received.protocol()).contains(TlsProtocol.TLSV1_3);
            assertThat(received.isClientVerified()).isTrue();
            assertThat(received.clientNames()).containsExactly("mx.partner.example", "partner.example");
            assertThat(received.clientSubject()).isPresent();
            assertThat(received.clientIssuer()).isPresent();
            assertThat(received.clientSha256()).isPresent();
        }

        @Test
        void mailThatCameAnotherWayShouldHaveNothing() {
            ReceivedTls received = ReceivedTls.of(mail);

            assertThat(received.bits()).isZero();
            assertThat(received.protocol()).isEmpty();
            assertThat(received.isClientVerified()).isFalse();
            assertThat(received.clientNames()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"x, TLSv9", "'', ''", "99999999999, SSL", "-, tls"})
        void whatNobodyHereWritesShouldCountAsAbsent(String bits, String protocol) {
            set(TlsMailAttributes.RECEIVED_BITS, bits);
            set(TlsMailAttributes.RECEIVED_PROTOCOL, protocol);
            mail.setAttribute(new Attribute(TlsMailAttributes.RECEIVED_CLIENT_CHAIN, AttributeValue.of(1)));

            assertThat(ReceivedTls.of(mail).bits()).isZero();
            assertThat(ReceivedTls.of(mail).protocol()).isEmpty();
            assertThat(ReceivedTls.of(mail).isClientVerified()).isFalse();
        }
    }
}
