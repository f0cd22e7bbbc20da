// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.policy.decision.Cleartext.Cause;
import dev.strongpost.testkit.Tables;
import dev.strongpost.text.Sanitizer;

class TlsEvidenceTest {
    private static final TlsSession SESSION =
            TlsSession.of(TlsProtocol.TLSV1_3, "TLS_AES_256_GCM_SHA384", PeerIdentity.notPresented());

    @Nested
    class InClearText {
        static Stream<Arguments> causes() {
            return Stream.of(
                    Arguments.of(TlsEvidence.notOffered(), Cause.NOT_OFFERED, false, "no STARTTLS"),
                    Arguments.of(
                            TlsEvidence.refused("454 4.7.0 TLS not available"),
                            Cause.REFUSED,
                            true,
                            "STARTTLS refused: 454 4.7.0 TLS not available"),
                    Arguments.of(TlsEvidence.refused("502 no"), Cause.REFUSED, false, "STARTTLS refused: 502 no"),
                    Arguments.of(TlsEvidence.refused(""), Cause.REFUSED, false, "STARTTLS refused: "),
                    Arguments.of(
                            TlsEvidence.handshakeFailed(HandshakeFailure.alert("handshake_failure", "")
                                    .proven()),
                            Cause.HANDSHAKE_FAILED,
                            false,
                            "handshake failed: the peer's alert handshake_failure"),
                    Arguments.of(
                            TlsEvidence.handshakeFailed(HandshakeFailure.broken("timed out")),
                            Cause.HANDSHAKE_FAILED,
                            true,
                            "handshake failed: timed out"),
                    Arguments.of(
                            TlsEvidence.handshakeFailed(HandshakeFailure.alert("certificate_required", "")
                                    .with(HandshakeFailure.ClientCertificate.NOT_PRESENTED)
                                    .afterFinished()),
                            Cause.HANDSHAKE_FAILED,
                            true,
                            "handshake failed: the peer's alert certificate_required, after the handshake (it asks for"
                                    + " a client certificate, and none is configured)"),
                    Arguments.of(
                            TlsEvidence.ownFault("no key"), Cause.OWN_FAULT, true, "a fault of this server: no key"),
                    Arguments.of(TlsEvidence.switchedOff(), Cause.SWITCHED_OFF, false, "STARTTLS switched off here"));
        }

        @ParameterizedTest
        @MethodSource("causes")
        void evidenceShouldTellCauseAndWhetherItMayPass(
                TlsEvidence evidence, Cause cause, boolean isTransient, String words) {
            assertThat(evidence.<Cause>fold(Cleartext::cause, session -> null)).isEqualTo(cause);
            assertThat(evidence.<Boolean>fold(Cleartext::isTransient, session -> null))
                    .isEqualTo(isTransient);
            assertThat(evidence.describe()).isEqualTo(words);
            assertThat(evidence.isEncrypted()).isFalse();
            assertThat(evidence.secretBits()).isZero();
            assertThat(evidence.session()).isEmpty();
        }

        @Test
        void refusedShouldKeepLittleOfLongReplyAndNoControlCharacters() {
            String reply = "454 a\r\nb\u0007\u001b[31m\u00fc\u202e" + "x".repeat(1_000_000);

            String kept = TlsEvidence.refused(reply)
                    .<Optional<String>>fold(Cleartext::detail, session -> null)
                    .orElseThrow();

            assertThat(kept).startsWith("454 a  b??[31m??xxx").hasSizeLessThanOrEqualTo(Sanitizer.LIMIT);
        }
    }

    @Nested
    class InSession {
        @Test
        void evidenceShouldDescribeSession() {
            TlsEvidence evidence = TlsEvidence.session(SESSION);

            assertThat(evidence.isEncrypted()).isTrue();
            assertThat(evidence.secretBits()).isEqualTo(256);
            assertThat(evidence.session()).containsSame(SESSION);
            assertThat(evidence.describe()).isEqualTo("TLSv1.3 TLS_AES_256_GCM_SHA384 256 bits");
        }

        @Test
        void servingNextHopShouldChangeNothingButNextHop() {
            TlsSession session = SESSION.withPeer(
                    PeerIdentity.trusted(List.of(Tables.certificate("mx"))).reachedAs("mx.partner.example"));

            PeerIdentity peer = TlsEvidence.session(session)
                    .servingNextHop("partner.example")
                    .session()
                    .orElseThrow()
                    .peer();

            assertThat(peer.nextHop()).contains("partner.example");
            assertThat(peer.hostName()).contains("mx.partner.example");
            assertThat(peer.isTrusted()).isTrue();
        }
    }

    @Nested
    class OfPeer {
        @Test
        void notPresentedShouldBeNeitherPresentedNorTrusted() {
            PeerIdentity peer = PeerIdentity.notPresented().reachedAs("mx.example");

            assertThat(peer.isPresented()).isFalse();
            assertThat(peer.isTrusted()).isFalse();
        }

        @Test
        void untrustedShouldKeepReasonWithoutControlCharacters() {
            PeerIdentity peer = PeerIdentity.untrusted("expired\n2019", List.of(Tables.certificate("mx")));

            assertThat(peer.isPresented()).isTrue();
            assertThat(peer.isTrusted()).isFalse();
            assertThat(peer.untrustedBecause()).contains("expired 2019");
        }

        @Test
        void trustedShouldRefuseEmptyChain() {
            assertThatThrownBy(() -> PeerIdentity.trusted(List.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class OfProtocol {
        @ParameterizedTest
        @CsvSource({"SSLv3,SSLV3", "TLSv1,TLSV1", "tlsv1.1,TLSV1_1", "TLSv1.2,TLSV1_2", "TLSV1.3,TLSV1_3"})
        void parseShouldTakeJsseWordInAnyCase(String word, TlsProtocol protocol) {
            assertThat(TlsProtocol.parse(word)).contains(protocol);
        }

        @ParameterizedTest
        @CsvSource({"TLS1.2", "1.2", "TLSv1.4", "SSLv2Hello", "''"})
        void parseShouldBeEmptyOtherwise(String word) {
            assertThat(TlsProtocol.parse(word)).isEmpty();
        }

        @Test
        void fromShouldReturnMinimumAndNewer() {
            assertThat(TlsProtocol.from(TlsProtocol.TLSV1_2)).containsExactly(TlsProtocol.TLSV1_2, TlsProtocol.TLSV1_3);
        }
    }
}
