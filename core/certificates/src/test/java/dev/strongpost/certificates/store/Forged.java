// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that no authority issues. */
final class Forged {
    private Forged() {}

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
