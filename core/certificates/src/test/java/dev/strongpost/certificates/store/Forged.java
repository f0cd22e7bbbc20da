// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that no authority issues. */
final class Forged {
    private Forged() {}

    /** Returns a certificate of that name on its own key. */
    static X509Certificate root(String name, KeyPair keys) throws Exception {
        X500Principal subject = new X500Principal("CN=" + name);
        return signed(subject, subject, keys.getPublic(), keys.getPrivate());
    }

    /** Returns a certificate for the name and key of {@code root}, signed by an older one. */
    static X509Certificate crossSigned(X509Certificate root, X509Certificate older, PrivateKey olderKey)
            throws Exception {
        return signed(older.getSubjectX500Principal(), root.getSubjectX500Principal(), root.getPublicKey(), olderKey);
    }

    private static X509Certificate signed(X500Principal issuer, X500Principal subject, PublicKey key, PrivateKey by)
            throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                issuer,
                                BigInteger.TEN,
                                Date.from(now),
                                Date.from(now.plus(1, ChronoUnit.DAYS)),
                                subject,
                                key)
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(by)));
    }

    /** Returns a certificate for {@code subjectKeys}, signed with the key of a certificate that need not allow it. */
    static X509Certificate issuedBy(X509Certificate issuer, KeyPair issuerKeys, KeyPair subjectKeys) throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                issuer.getSubjectX500Principal(),
                                BigInteger.TWO,
                                Date.from(now),
                                Date.from(now.plus(1, ChronoUnit.DAYS)),
                                new X500Principal("CN=forged.example"),
                                subjectKeys.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
    }
}
