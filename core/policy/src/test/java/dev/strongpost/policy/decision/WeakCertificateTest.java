// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.common.hash.Hashing;

import dev.strongpost.certificates.CertificatePin;
import dev.strongpost.certificates.WeakCertificate;
import dev.strongpost.certificates.peer.ChainStatus;
import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.testkit.Tables;

class WeakCertificateTest {
    private static List<X509Certificate> chain(String names) {
        return Arrays.stream(names.split(" "))
                .map(name -> Tables.certificate("chain-" + name))
                .toList();
    }

    private static TlsVerdict decide(TlsLevel level, PeerIdentity peer) {
        TlsRequirement requirement = TlsRequirement.builder(level)
                .who("partner.example")
                .pins(level == TlsLevel.FINGERPRINT ? pinsOf(peer) : List.of())
                .build();
        return TlsDecision.decide(
                requirement,
                TlsEvidence.session(TlsSession.of(
                        TlsProtocol.TLSV1_3,
                        "TLS_AES_256_GCM_SHA384",
                        peer.reachedAs("mx.partner.example").servingNextHop("partner.example"))));
    }

    private static List<CertificatePin> pinsOf(PeerIdentity peer) {
        byte[] digest = Hashing.sha256()
                .hashBytes(peer.chain().get(0).getPublicKey().getEncoded())
                .asBytes();
        return List.of(CertificatePin.parse("spki-sha256:" + Base64.getEncoder().encodeToString(digest))
                .orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # presented                       | anchors        | weakness
            good                              | root           | ''
            good root                         | ''             | ''
            ed25519                           | root           | ''
            pss-sha256                        | root           | ''
            below-sha1-root                   | sha1-root      | ''
            below-sha1-root sha1-root         | sha1-root      | ''
            below-sha1-root sha1-root         | ''             | ''
            good sha1 md5                     | root           | ''
            md5                               | root           | certificate 1 of 2, md5, is signed with MD5
            sha1                              | root           | certificate 1 of 2, sha1, is signed with SHA-1
            sha1                              | ''             | certificate 1 of 1, sha1, is signed with SHA-1
            pss-sha1                          | root           | certificate 1 of 2, pss-sha1, is signed with SHA-1
            rsa1024                           | root           | certificate 1 of 2, rsa1024, has an RSA key of 1024 bits, less than 2048
            dsa                               | root           | certificate 1 of 2, dsa, has a DSA key
            below-weak weak-intermediate      | root           | certificate 2 of 3, weak-intermediate, has an RSA key of 1024 bits, less than 2048
            below-weak                        | weak-intermediate | certificate 2 of 2, weak-intermediate, has an RSA key of 1024 bits, less than 2048
            """)
    void weakChainShouldFailVerifyAndSecure(String presented, String anchors, String weakness) {
        PeerIdentity peer = PeerIdentity.trusted(chain(presented), anchors.isEmpty() ? List.of() : chain(anchors));

        for (TlsLevel level : Set.of(TlsLevel.VERIFY, TlsLevel.SECURE)) {
            TlsVerdict verdict = decide(level, peer);

            assertThat(verdict.isAccepted()).isEqualTo(weakness.isEmpty());
            verdict.failure().ifPresent(failure -> {
                assertThat(failure.reason()).isEqualTo(FailureReason.WEAK_CERTIFICATE);
                assertThat(failure.reply()).isEqualTo("503 5.7.0 authentication failed");
                assertThat(failure.detail()).endsWith("; " + weakness);
                assertThat(failure.isProven()).isTrue();
            });
        }
        assertThat(decide(TlsLevel.ENCRYPT, peer).isAccepted()).isTrue();
        assertThat(decide(TlsLevel.FINGERPRINT, peer).isAccepted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "EXPIRED, CERTIFICATE_EXPIRED, certificate-expired",
        "NOT_YET_VALID, CERTIFICATE_NOT_YET_VALID, certificate-not-trusted",
        "UNKNOWN_ISSUER, UNKNOWN_ISSUER, certificate-not-trusted",
        "WEAK, WEAK_CERTIFICATE, certificate-not-trusted",
        "UNTRUSTED, AUTHENTICATION_FAILED, certificate-not-trusted"
    })
    void statusShouldBecomeReasonOfItsOwn(ChainStatus status, FailureReason reason, String resultType) {
        PeerIdentity peer = PeerIdentity.untrusted(status, "these words", chain("good"));

        TlsFailure failure = decide(TlsLevel.VERIFY, peer).failure().orElseThrow();

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.reason().resultType()).isEqualTo(resultType);
        assertThat(failure.replyText()).isEqualTo("authentication failed");
        assertThat(failure.detail())
                .contains("; certificate not trusted: these words; it is for ", ", issued by CN=", ", valid from ");
        assertThat(decide(TlsLevel.FINGERPRINT, peer).isAccepted()).isTrue();
    }

    @Test
    void chainThatTheJvmFindsWeakShouldBeNamed() {
        PeerIdentity peer =
                PeerIdentity.untrusted(ChainStatus.WEAK, "Algorithm constraints check failed", chain("md5"));

        assertThat(decide(TlsLevel.SECURE, peer).failure().orElseThrow().detail())
                .endsWith("; certificate 1 of 1, md5, is signed with MD5");
    }

    @ParameterizedTest
    @CsvSource({"160, true", "192, true", "223, true", "224, false", "256, false", "521, false"})
    void ellipticCurveUnder224BitsShouldBeWeak(int bits, boolean weak) {
        assertThat(WeakCertificate.key(new CurveKey(bits)).isPresent()).isEqualTo(weak);
    }

    @ParameterizedTest
    @CsvSource({"512, true", "1024, true", "2047, true", "2048, false", "4096, false"})
    void rsaUnder2048BitsShouldBeWeak(int bits, boolean weak) {
        assertThat(WeakCertificate.key(new ModulusKey(bits)).isPresent()).isEqualTo(weak);
    }

    /** A key on a curve that this JVM may no longer know: only its order matters. */
    private record CurveKey(int bits) implements ECPublicKey {
        @Override
        public ECParameterSpec getParams() {
            EllipticCurve curve =
                    new EllipticCurve(new ECFieldFp(BigInteger.valueOf(23)), BigInteger.ONE, BigInteger.ONE);
            BigInteger order = BigInteger.ONE.shiftLeft(bits - 1);
            return new ECParameterSpec(curve, new ECPoint(BigInteger.ONE, BigInteger.ONE), order, 1);
        }

        @Override
        public ECPoint getW() {
            return new ECPoint(BigInteger.ONE, BigInteger.ONE);
        }

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }

    private record ModulusKey(int bits) implements RSAPublicKey, PublicKey {
        @Override
        public BigInteger getModulus() {
            return BigInteger.ONE.shiftLeft(bits - 1);
        }

        @Override
        public BigInteger getPublicExponent() {
            return BigInteger.valueOf(65537);
        }

        @Override
        public String getAlgorithm() {
            return "RSA";
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }
}
