// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

import org.bouncycastle.asn1.x509.Certificate;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.text.Sanitizer;

/** Makes the JDK's certificates out of DER, or says what about one it cannot use. */
final class Certificates {
    private Certificates() {}

    /**
     * Returns the certificate (RFC 5280 section 4.1).
     *
     * @throws KeyMaterialException refused, when its key is of a kind that this Java does not know; unreadable, when it
     *     is damaged
     */
    static X509Certificate of(byte[] der) throws KeyMaterialException {
        DerLimits.check(der);
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException | RuntimeException e) {
            throw because(der);
        }
    }

    private static KeyMaterialException because(byte[] der) {
        try {
            Certificate certificate = Certificate.getInstance(der);
            String kind = PrivateKeys.kind(certificate.getSubjectPublicKeyInfo().getAlgorithm());
            return KeyMaterialException.refused("the certificate of "
                    + Sanitizer.clean(certificate.getSubject().toString()) + " cannot be used by this Java "
                    + Runtime.version().feature() + ": its key (" + kind + ") is of no kind that it knows");
        } catch (IllegalArgumentException | IllegalStateException | NullPointerException e) {
            return KeyMaterialException.unreadable("a certificate in it is damaged");
        }
    }
}
