// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateFacts;
import dev.strongpost.certificates.CertificateNames;
import dev.strongpost.certificates.CertificatePath;
import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.KeySignature;

/**
 * A key's certificate and those above it, put in the order of the wire (RFC 8446 section 4.4.2: each certifies the one
 * before), out of what an authority sent in whatever order. Immutable.
 */
public final class IssuedChain {
    private final ImmutableList<X509Certificate> certificates;
    private final boolean complete;
    private final ImmutableList<String> remarks;

    private IssuedChain(List<X509Certificate> certificates, boolean complete, List<String> remarks) {
        this.certificates = ImmutableList.copyOf(certificates);
        this.complete = complete;
        this.remarks = ImmutableList.copyOf(remarks);
    }

    /**
     * Returns the chain of that key's certificate among {@code given}.
     *
     * @param anchors whom those who verify are likely to trust, such as {@link #anchorsOfThisJvm}
     * @throws KeyMaterialException when none of the certificates is of that key, or one above it may not issue
     *     certificates
     */
    public static IssuedChain of(PrivateKey key, List<X509Certificate> given, Collection<X509Certificate> anchors)
            throws KeyMaterialException {
        X509Certificate leaf = leaf(key, given);
        ImmutableList<X509Certificate> chain = upwards(leaf, given);
        requireIssuers(chain);
        boolean complete = CertificatePath.of(chain, anchors).isAnchored();
        return new IssuedChain(chain, complete, remarks(given, chain));
    }

    /**
     * Returns {@code leaf} and, of those given, its issuer, the issuer of that, and so on, as far as they go. Where one
     * issuer is there twice, on its own signature and on an older authority's, the latter is taken: a peer may know only
     * the older one.
     */
    static ImmutableList<X509Certificate> upwards(X509Certificate leaf, List<X509Certificate> given) {
        Set<X509Certificate> chain = new LinkedHashSet<>();
        Optional<X509Certificate> next = Optional.of(leaf);
        while (next.isPresent() && chain.size() < CertificatePath.LONGEST) {
            X509Certificate current = next.get();
            chain.add(current);
            next = CertificatePath.isSelfIssued(current)
                    ? Optional.empty()
                    : given.stream()
                            .filter(candidate ->
                                    !chain.contains(candidate) && CertificatePath.hasIssued(candidate, current))
                            .min(Comparator.comparing(CertificatePath::isSelfIssued));
        }
        return ImmutableList.copyOf(chain);
    }

    private static X509Certificate leaf(PrivateKey key, List<X509Certificate> given) throws KeyMaterialException {
        Optional<X509Certificate> latest = given.stream()
                .filter(certificate -> KeySignature.belongs(key, certificate))
                .max(Comparator.comparing(X509Certificate::getNotAfter)); // a renewal lies beside what it renews
        if (latest.isPresent()) {
            return latest.get();
        }
        String titles =
                given.stream().map(IssuedChain::title).distinct().limit(5).collect(Collectors.joining(", "));
        throw KeyMaterialException.refused(
                given.isEmpty()
                        ? "the certificate is missing: there is only a key"
                        : "the certificate of this key is missing: the key belongs to none of what is there (" + titles
                                + ")");
    }

    private static void requireIssuers(List<X509Certificate> chain) throws KeyMaterialException {
        for (X509Certificate issuer : chain.subList(1, chain.size())) {
            // RFC 5280 section 4.2.1.9: without cA its key verifies no certificates.
            if (issuer.getBasicConstraints() < 0 && issuer.getVersion() >= 3) {
                throw KeyMaterialException.refused(
                        title(issuer) + " is no authority, and its key signed the certificate below it");
            }
        }
    }

    private static List<String> remarks(List<X509Certificate> given, List<X509Certificate> chain) {
        List<String> remarks = new ArrayList<>();
        List<X509Certificate> used =
                given.stream().filter(chain::contains).distinct().collect(Collectors.toList());
        if (!used.equals(chain)) {
            remarks.add("the certificates were in another order, and were put right");
        }
        given.stream()
                .filter(certificate -> !chain.contains(certificate))
                .distinct()
                .forEach(certificate -> remarks.add(title(certificate) + " is no part of the chain, and was left out"));
        return remarks;
    }

    private static String title(X509Certificate certificate) {
        return CertificateNames.of(certificate).shownTitle();
    }

    /** Returns those whom the JVM trusts, which are much the same as those whom mail servers trust. */
    public static ImmutableList<X509Certificate> anchorsOfThisJvm() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .collect(ImmutableList.toImmutableList());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no trust store", e);
        }
    }

    /** Returns the certificates, that of the key first; at least one. */
    public ImmutableList<X509Certificate> certificates() {
        return certificates;
    }

    /**
     * Returns which certificate is missing, in words: the issuer of the last one; empty when the chain leads to an
     * anchor.
     */
    public Optional<String> missing() {
        X509Certificate last = certificates.get(certificates.size() - 1);
        return complete
                ? Optional.empty()
                : Optional.of("the certificate of " + issuer(last) + ", which issued " + title(last) + ", is missing");
    }

    private static String issuer(X509Certificate certificate) {
        return CertificateFacts.text(certificate.getIssuerX500Principal());
    }

    /** Returns what was put right, one sentence each. */
    public ImmutableList<String> remarks() {
        return remarks;
    }
}
