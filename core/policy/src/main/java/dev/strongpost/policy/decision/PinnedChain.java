// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

import dev.strongpost.certificates.CertificatePin;

/**
 * Looks for a pinned certificate in a chain whose trust was not checked. The peer has proved that it holds the key
 * of the leaf, and of nothing else: it may send along whatever certificates it has seen. So one further up counts only
 * where every certificate from the leaf to it is signed by the next.
 */
final class PinnedChain {
    private static final int LONGEST = 10;
    private static final int NO_AUTHORITY = -1;

    private PinnedChain() {}

    /**
     * Tells whether the leaf, or an authority that it descends from, has one of the pins. {@code chain} is leaf first.
     */
    static boolean isPinned(List<X509Certificate> chain, List<CertificatePin> pins) {
        for (int i = 0; i < Math.min(chain.size(), LONGEST); i++) {
            X509Certificate certificate = chain.get(i);
            if (i > 0 && !isIssuedBy(chain.get(i - 1), certificate)) {
                return false;
            }
            if (pins.stream().anyMatch(pin -> pin.matches(certificate))) {
                return true;
            }
        }
        return false;
    }

    // RFC 5280 section 6.1.3 (a) and 6.1.4 (k): name, signature, and that the issuer is an authority at all.
    private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        if (issuer.getBasicConstraints() == NO_AUTHORITY
                || !certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
