// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class StapledStatusTest {
    private static final Instant NOW = Instant.now();
    private static final List<X509Certificate> NO_ANCHORS = List.of();

    private final KeyPair authorityKey = key();
    private final X509Certificate authority = certificate("authority", authorityKey, "authority", authorityKey, true);
    private final X509Certificate leaf = certificate("mx.example", key(), "authority", authorityKey, false);
    private final List<X509Certificate> chain = List.of(leaf, authority);

    @Test
    void aRevokedCertificateShouldBeNoticed() throws Exception {
        SSLSession session = stapling(answer(revoked(), authorityKey, Duration.ZERO));

        assertThat(StapledStatus.isRevoked(session, chain, NO_ANCHORS)).isTrue();
    }

    @Test
    void theIssuerShouldBeFoundAmongTheAnchorsWhenItWasNotSent() throws Exception {
        SSLSession session = stapling(answer(revoked(), authorityKey, Duration.ZERO));

        assertThat(StapledStatus.isRevoked(session, List.of(leaf), List.of(authority)))
                .isTrue();
        assertThat(StapledStatus.isRevoked(session, List.of(leaf), NO_ANCHORS)).isFalse();
    }

    @Test
    void aGoodCertificateShouldPass() throws Exception {
        SSLSession session = stapling(answer(CertificateStatus.GOOD, authorityKey, Duration.ZERO));

        assertThat(StapledStatus.isRevoked(session, chain, NO_ANCHORS)).isFalse();
    }

    @Test
    void anAnswerThatTheIssuerDidNotSignShouldSayNothing() throws Exception {
        SSLSession session = stapling(answer(revoked(), key(), Duration.ZERO));

        assertThat(StapledStatus.isRevoked(session, chain, NO_ANCHORS)).isFalse();
    }

    @Test
    void anAnswerOutOfDateShouldSayNothing() throws Exception {
        SSLSession session = stapling(answer(revoked(), authorityKey, Duration.ofDays(30)));

        assertThat(StapledStatus.isRevoked(session, chain, NO_ANCHORS)).isFalse();
    }

    @Test
    void noAnswerShouldSayNothing() {
        assertThat(StapledStatus.isRevoked(stapling(), chain, NO_ANCHORS)).isFalse();
        assertThat(StapledStatus.isRevoked(stapling(new byte[0]), chain, NO_ANCHORS))
                .isFalse();
        assertThat(StapledStatus.isRevoked(stapling(new byte[] {1, 2, 3}), chain, NO_ANCHORS))
                .isFalse();
        assertThat(StapledStatus.isRevoked(mock(SSLSession.class), chain, NO_ANCHORS))
                .isFalse();
    }

    private static SSLSession stapling(byte[]... answers) {
        ExtendedSSLSession session = mock(ExtendedSSLSession.class);
        when(session.getStatusResponses()).thenReturn(List.of(answers));
        return session;
    }

    private static CertificateStatus revoked() {
        return new RevokedStatus(Date.from(NOW.minus(Duration.ofDays(1))), 0);
    }

    private byte[] answer(CertificateStatus status, KeyPair signer, Duration age) throws Exception {
        DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
        CertificateID id = new CertificateID(
                digests.get(CertificateID.HASH_SHA1), new JcaX509CertificateHolder(authority), leaf.getSerialNumber());
        BasicOCSPRespBuilder builder =
                new JcaBasicOCSPRespBuilder(authority.getPublicKey(), digests.get(CertificateID.HASH_SHA1));
        Instant from = NOW.minus(age).minus(Duration.ofHours(1));
        builder.addResponse(id, status, Date.from(from), Date.from(from.plus(Duration.ofHours(2))), null);
        BasicOCSPResp basic = builder.build(signer(signer), null, Date.from(from));
        return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, basic).getEncoded();
    }

    private static ContentSigner signer(KeyPair key) throws Exception {
        return new JcaContentSignerBuilder("SHA256withRSA").build(key.getPrivate());
    }

    private static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(
            String name, KeyPair key, String issuer, KeyPair issuerKey, boolean authority) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=" + issuer),
                    BigInteger.valueOf(name.hashCode() & 0xffffff),
                    Date.from(NOW.minus(Duration.ofDays(60))),
                    Date.from(NOW.plus(Duration.ofDays(60))),
                    new X500Name("CN=" + name),
                    key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer(issuerKey)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
