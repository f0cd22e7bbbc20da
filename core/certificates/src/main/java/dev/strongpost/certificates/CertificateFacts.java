// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;

import javax.security.auth.x500.X500Principal;

import dev.strongpost.text.Sanitizer;

/** What a person, or a rule, wants to know of one certificate. All texts are fit to be shown. Immutable. */
public final class CertificateFacts {
    private final X509Certificate certificate;
    private final CertificateNames names;

    private CertificateFacts(X509Certificate certificate) {
        this.certificate = certificate;
        this.names = CertificateNames.of(certificate);
    }

    /** Returns the facts of that certificate. */
    public static CertificateFacts of(X509Certificate certificate) {
        return new CertificateFacts(certificate);
    }

    /** Returns that name as one line of printable ASCII; {@code (none)} for an empty one. */
    public static String text(X500Principal name) {
        String text = Sanitizer.clean(name.getName());
        return text.isEmpty() ? "(none)" : text;
    }

    /** Returns what to call it by. */
    public String title() {
        return names.title();
    }

    /** Returns the names that it is for. */
    public CertificateNames names() {
        return names;
    }

    /** Returns whom it is for, as a distinguished name (RFC 4514). */
    public String subject() {
        return text(certificate.getSubjectX500Principal());
    }

    /** Returns who issued it, as a distinguished name. */
    public String issuer() {
        return text(certificate.getIssuerX500Principal());
    }

    /** Tells whether it is its own issuer. */
    public boolean isSelfSigned() {
        return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    }

    /** Returns the first moment at which it is valid. */
    public Instant begin() {
        return certificate.getNotBefore().toInstant();
    }

    /** Returns the last second in which it is valid. */
    public Instant end() {
        return certificate.getNotAfter().toInstant();
    }

    /** Returns the whole days from {@code now} to its end, rounded down: negative when it has expired. */
    public long daysLeft(Instant now) {
        return Math.floorDiv(
                Duration.between(now, end()).toSeconds(), Duration.ofDays(1).toSeconds());
    }

    /** Returns its key in words: {@code RSA 2048}, {@code EC 256}. */
    public String key() {
        PublicKey key = certificate.getPublicKey();
        if (key instanceof RSAPublicKey) {
            return "RSA " + ((RSAPublicKey) key).getModulus().bitLength();
        }
        return key instanceof ECPublicKey
                ? "EC " + ((ECPublicKey) key).getParams().getOrder().bitLength()
                : Sanitizer.clean(key.getAlgorithm());
    }

    /** Returns the algorithm of its signature: {@code SHA256withRSA}. */
    public String signature() {
        return Sanitizer.clean(certificate.getSigAlgName());
    }

    /** Returns its serial number in hexadecimal digits. */
    public String serial() {
        return certificate.getSerialNumber().toString(16);
    }

    /** Returns the pin of the certificate, for {@code pin=}. */
    public CertificatePin pin() {
        try {
            return CertificatePin.ofCertificate(certificate);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read and cannot be written", e);
        }
    }

    /** Returns the pin of its key, for {@code pin=}: it outlives a renewal with the same key. */
    public CertificatePin keyPin() {
        return CertificatePin.ofKey(certificate);
    }
}
