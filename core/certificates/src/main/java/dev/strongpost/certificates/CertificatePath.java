// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import com.google.common.collect.ImmutableList;

/**
 * The certificates that a peer's proof rests on: from the leaf, each followed by the one that issued it, to the trust
 * anchor if that is known. What a peer sends along besides (an old root, a cross-certificate above the anchor) is not
 * among them. Immutable.
 */
public final class CertificatePath {
    /** More certificates than any chain has. */
    public static final int LONGEST = 20;

    private final ImmutableList<X509Certificate> certificates;
    private final boolean anchored;

    private CertificatePath(ImmutableList<X509Certificate> certificates, boolean anchored) {
        this.certificates = certificates;
        this.anchored = anchored;
    }

    /**
     * Returns the path through {@code chain}, leaf first, to one of {@code anchors}. Whether the certificates on it are
     * valid and may issue others has been checked before.
     */
    public static CertificatePath of(List<X509Certificate> chain, Collection<X509Certificate> anchors) {
        ImmutableList.Builder<X509Certificate> path = ImmutableList.builder();
        Optional<X509Certificate> current = chain.stream().findFirst();
        for (int i = 0; i < LONGEST && current.isPresent(); i++) {
            X509Certificate certificate = current.get();
            path.add(certificate);
            if (isSelfIssued(certificate) || isAnchor(certificate, anchors)) {
                return new CertificatePath(path.build(), true);
            }
            Optional<X509Certificate> anchor = anchorOf(certificate, anchors);
            if (anchor.isPresent()) {
                return new CertificatePath(path.add(anchor.get()).build(), true);
            }
            current = issuerOf(certificate, chain);
        }
        return new CertificatePath(path.build(), false);
    }

    /** Tells whether its issuer has the name of its subject. */
    public static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    }

    // As in the JDK, name and key make the anchor: a root may be in circulation under an older signature.
    private static boolean isAnchor(X509Certificate certificate, Collection<X509Certificate> anchors) {
        return anchors.stream()
                .anyMatch(anchor -> anchor.getSubjectX500Principal().equals(certificate.getSubjectX500Principal())
                        && anchor.getPublicKey().equals(certificate.getPublicKey()));
    }

    private static Optional<X509Certificate> anchorOf(
            X509Certificate certificate, Collection<X509Certificate> anchors) {
        return anchors.stream().filter(anchor -> hasIssued(anchor, certificate)).findFirst();
    }

    private static Optional<X509Certificate> issuerOf(X509Certificate certificate, List<X509Certificate> chain) {
        return chain.stream()
                .filter(other -> !other.equals(certificate) && hasIssued(other, certificate))
                .findFirst();
    }

    /** Tells whether {@code issuer} has the name that {@code certificate} gives its issuer, and signed it. */
    public static boolean hasIssued(X509Certificate issuer, X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Returns the certificates, leaf first, the anchor last if it is known; empty when the peer showed none. */
    public ImmutableList<X509Certificate> certificates() {
        return certificates;
    }

    /** Tells whether the last of them is an anchor, or issued itself: nothing is missing above it. */
    public boolean isAnchored() {
        return anchored;
    }

    /** Returns those of them whose signature carries the proof: all but the anchor, which is trusted for itself. */
    public ImmutableList<X509Certificate> signed() {
        return anchored ? certificates.subList(0, certificates.size() - 1) : certificates;
    }

    /**
     * Tells whether the path ends at one of {@code anchors}: those that were asked for need not be those it was judged
     * by.
     */
    public boolean endsAt(Collection<X509Certificate> anchors) {
        return !certificates.isEmpty() && isAnchor(certificates.get(certificates.size() - 1), anchors);
    }
}
