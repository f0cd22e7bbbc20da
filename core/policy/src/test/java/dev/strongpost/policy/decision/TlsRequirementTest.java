// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.strongpost.certificates.CertificatePin;
import dev.strongpost.certificates.DistinguishedName;
import dev.strongpost.certificates.TrustAnchors;
import dev.strongpost.testkit.Tables;
import dev.strongpost.text.InvalidValueException;

class TlsRequirementTest {
    private static final CertificatePin PIN =
            CertificatePin.parse("sha256:" + "0".repeat(64)).orElseThrow();
    private static final CertificatePin OTHER_PIN =
            CertificatePin.parse("sha256:" + "1".repeat(64)).orElseThrow();

    private static TlsRequirement.Builder builder() {
        return TlsRequirement.builder(TlsLevel.ENCRYPT).who("partner.example").source(RuleSource.of("f", 3));
    }

    private static DistinguishedName name(String text) {
        try {
            return DistinguishedName.parse(text);
        } catch (InvalidValueException e) {
            throw new AssertionError(e);
        }
    }

    @Nested
    class Equality {
        static Stream<Consumer<TlsRequirement.Builder>> changes() {
            return Stream.of(
                    rule -> rule.minimumBits(256),
                    rule -> rule.minimumProtocol(TlsProtocol.TLSV1_3),
                    rule -> rule.ciphers(List.of("A")),
                    rule -> rule.excludedCiphers(List.of("A")),
                    rule -> rule.match(List.of(NameMatch.hostname())),
                    rule -> rule.pins(List.of(PIN)),
                    rule -> rule.trustAnchors(TrustAnchors.of("ca.pem", List.of(Tables.certificate("authority")))),
                    rule -> rule.clientCertificate("our"),
                    rule -> rule.serverName("mx.example"),
                    rule -> rule.failure(FailureAction.defer()),
                    rule -> rule.failure(FailureAction.processor("p")),
                    rule -> rule.published(PublishedUse.IGNORE),
                    rule -> rule.testing(true),
                    rule -> rule.issuer(name("CN=Partner CA")),
                    rule -> rule.subject(name("CN=Partner CA")),
                    rule -> rule.ownFault("no suite"),
                    rule -> rule.note("n"),
                    rule -> rule.who("other.example"),
                    rule -> rule.source(RuleSource.of("f", 4)),
                    rule -> rule.source(RuleSource.of("g", 3)));
        }

        @ParameterizedTest
        @MethodSource("changes")
        void requirementsShouldDifferInEveryField(Consumer<TlsRequirement.Builder> change) {
            TlsRequirement.Builder changed = builder();
            change.accept(changed);

            assertThat(changed.build()).isNotEqualTo(builder().build());
        }

        @Test
        void requirementsOfSameFieldsShouldBeEqual() {
            assertThat(builder().note("n").pins(List.of(PIN)).build())
                    .isEqualTo(builder().note("n").pins(List.of(PIN)).build())
                    .hasSameHashCodeAs(builder().note("n").pins(List.of(PIN)).build());
        }

        @Test
        void requirementsOfDifferentLevelsShouldDiffer() {
            assertThat(TlsRequirement.builder(TlsLevel.VERIFY).build())
                    .isNotEqualTo(TlsRequirement.builder(TlsLevel.ENCRYPT).build());
        }
    }

    @Nested
    class Words {
        record Case(TlsRequirement.Builder rule, String words) {}

        static Stream<Case> cases() {
            return Stream.of(
                    new Case(TlsRequirement.builder(TlsLevel.NONE), "no TLS"),
                    new Case(TlsRequirement.builder(TlsLevel.MAY), "TLS when offered"),
                    new Case(
                            TlsRequirement.builder(TlsLevel.MAY).minimumProtocol(TlsProtocol.TLSV1_3),
                            "TLS 1.3 or newer when offered"),
                    new Case(builder(), "TLS with at least 112 bits"),
                    new Case(builder().minimumBits(0), "TLS"),
                    new Case(
                            builder().minimumBits(256).minimumProtocol(TlsProtocol.TLSV1_3),
                            "TLS 1.3 or newer with at least 256 bits"),
                    new Case(builder().minimumProtocol(TlsProtocol.TLSV1), "TLS 1.0 or newer with at least 112 bits"),
                    new Case(
                            builder().ciphers(List.of("TLS_AES_256_GCM_SHA384")),
                            "TLS with at least 112 bits by the listed ciphers"),
                    new Case(
                            TlsRequirement.builder(TlsLevel.VERIFY),
                            "TLS with at least 112 bits and a trusted certificate for the MX host"),
                    new Case(
                            TlsRequirement.builder(TlsLevel.SECURE),
                            "TLS with at least 112 bits and a trusted certificate for the recipient domain"
                                    + " or a sub-domain of it"),
                    new Case(
                            TlsRequirement.builder(TlsLevel.SECURE)
                                    .match(List.of(
                                            NameMatch.parse(".Mail.Example").orElseThrow())),
                            "TLS with at least 112 bits and a trusted certificate for .mail.example"),
                    new Case(
                            TlsRequirement.builder(TlsLevel.VERIFY)
                                    .issuer(name("CN=One CA"))
                                    .issuer(name("CN=Other CA"))
                                    .subject(name("CN=mx,O=Partner")),
                            "TLS with at least 112 bits and a trusted certificate for the MX host"
                                    + " of the subject CN=mx,O=Partner issued by CN=One CA or CN=Other CA"),
                    new Case(
                            TlsRequirement.builder(TlsLevel.FINGERPRINT).pins(List.of(PIN)),
                            "TLS with at least 112 bits and the pinned certificate"),
                    new Case(
                            TlsRequirement.builder(TlsLevel.FINGERPRINT).pins(List.of(PIN, OTHER_PIN)),
                            "TLS with at least 112 bits and one of 2 pinned certificates"));
        }

        @ParameterizedTest
        @MethodSource("cases")
        void describeShouldUseWordsForAPerson(Case example) {
            assertThat(example.rule().build().describe()).isEqualTo(example.words());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DANE", "DANE_ONLY"})
    void daneShouldDefer(TlsLevel level) {
        assertThat(TlsRequirement.builder(level).build().failure().isDefer()).isTrue();
    }

    @Test
    void sourceShouldKeepLastSegmentOfPath() {
        assertThat(RuleSource.of("/root/conf/tls-policy.conf", 12)).hasToString("tls-policy.conf:12");
        assertThat(RuleSource.of("tls-policy.conf", 0)).hasToString("tls-policy.conf");
        assertThat(RuleSource.builtIn()).hasToString("built-in");
    }
}
