// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.dane;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

import dev.strongpost.certificates.CertificatePath;
import dev.strongpost.certificates.WeakCertificate;

/** Whether a chain leads to an issuer that a TLSA record names (RFC 7672 section 3.1.2). */
final class AnchoredChain {
    /** Chains in use have three or four certificates. */
    private static final int LONGEST = 10;

    private AnchoredChain() {}

    /** Returns what is wrong with {@code chain}, leaf first, for each of {@code records}; empty when nothing is for one. */
    static Optional<String> problem(List<X509Certificate> chain, List<TlsaAssociation> records, Instant at) {
        List<X509Certificate> shown = chain.subList(0, Math.min(chain.size(), LONGEST));
        Set<TrustAnchor> anchors = records.stream()
                .flatMap(record -> anchors(record, shown))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (anchors.isEmpty()) {
            return Optional.of("no issuer that a TLSA record names is in its chain");
        }
        try {
            return weakness(path(shown, anchors, at), at);
        } catch (GeneralSecurityException e) {
            return Optional.of("its chain does not lead to an issuer that a TLSA record names");
        }
    }

    /** Returns the issuers that a record means: a digest has to be of a certificate that was shown. */
    private static Stream<TrustAnchor> anchors(TlsaAssociation record, List<X509Certificate> shown) {
        X509Certificate leaf = shown.get(0);
        Stream<TrustAnchor> ofChain = shown.stream()
                .filter(certificate -> !certificate.equals(leaf) && record.matches(certificate))
                .map(certificate -> new TrustAnchor(certificate, null));
        return Stream.concat(ofChain, record.isWhole() ? ofRecord(record, shown) : Stream.empty());
    }

    private static Stream<TrustAnchor> ofRecord(TlsaAssociation record, List<X509Certificate> shown) {
        try {
            if (!record.isOfKey()) {
                X509Certificate anchor = (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(record.data()));
                return anchor.equals(shown.get(0)) ? Stream.empty() : Stream.of(new TrustAnchor(anchor, null));
            }
            PublicKey key = new JcaPEMKeyConverter().getPublicKey(SubjectPublicKeyInfo.getInstance(record.data()));
            // A key alone has no name: it may be that of any issuer in the chain.
            return shown.stream()
                    .map(X509Certificate::getIssuerX500Principal)
                    .distinct()
                    .map(issuer -> new TrustAnchor(issuer, key, null));
        } catch (CertificateException | IOException | RuntimeException e) {
            return Stream.empty(); // neither a certificate nor a key: it matches nothing
        }
    }

    private static PKIXCertPathBuilderResult path(List<X509Certificate> shown, Set<TrustAnchor> anchors, Instant at)
            throws GeneralSecurityException {
        X509CertSelector leaf = new X509CertSelector();
        leaf.setCertificate(shown.get(0));
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, leaf);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(shown)));
        parameters.setRevocationEnabled(false);
        parameters.setMaxPathLength(LONGEST);
        parameters.setDate(Date.from(at));
        return (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
    }

    /** PKIX does not look at an anchor, which is one of the certificates here. */
    private static Optional<String> weakness(PKIXCertPathBuilderResult result, Instant at) throws CertificateException {
        X509Certificate anchor = result.getTrustAnchor().getTrustedCert();
        if (anchor != null) {
            anchor.checkValidity(Date.from(at));
        }
        List<X509Certificate> path = result.getCertPath().getCertificates().stream()
                .map(X509Certificate.class::cast)
                .collect(Collectors.toList());
        return WeakCertificate.find(CertificatePath.of(path, anchor == null ? Set.of() : Set.of(anchor)));
    }
}
