// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;

import dev.strongpost.certificates.CertificateNames;
import dev.strongpost.certificates.CertificatePin;
import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.text.Sanitizer;
import dev.strongpost.text.UtcDay;

/** The first certificate that a peer presented, in words for an administrator who compares it with the rule. */
final class PresentedCertificate {
    private static final int LONGEST_NAME = 100;

    private final Optional<X509Certificate> certificate;

    private PresentedCertificate(Optional<X509Certificate> certificate) {
        this.certificate = certificate;
    }

    static PresentedCertificate of(PeerIdentity peer) {
        return new PresentedCertificate(peer.chain().stream().findFirst());
    }

    /** Returns names, issuer and validity: {@code for mx.example, issued by CN=Example CA, valid until 2027-01-31}. */
    String describe() {
        return certificate
                .map(leaf -> "for " + CertificateNames.of(leaf).describe() + ", issued by "
                        + Sanitizer.line(leaf.getIssuerX500Principal().getName(), LONGEST_NAME) + ", valid from "
                        + UtcDay.of(leaf.getNotBefore().toInstant()) + " to "
                        + UtcDay.of(leaf.getNotAfter().toInstant()))
                .orElse("absent");
    }

    /** Returns both pins, as a rule would write them, and for whom the certificate is. */
    String pins() {
        return certificate
                .map(leaf -> digest(leaf) + "its key " + CertificatePin.ofKey(leaf) + ", " + describe())
                .orElse("absent");
    }

    private static String digest(X509Certificate leaf) {
        try {
            return CertificatePin.ofCertificate(leaf) + ", ";
        } catch (CertificateEncodingException e) {
            return "";
        }
    }
}
