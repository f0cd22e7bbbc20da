// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Optional;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

/**
 * Finds what makes a proof worthless though it holds: a signature that can be forged, a key that can be broken. The
 * limits are those of NIST SP 800-131A (revision 2, sections 3 and 9): 112 bits of strength. The JVM's own limits are
 * lower and vary.
 */
public final class WeakCertificate {
    private static final int LEAST_RSA_BITS = 2048;
    private static final int LEAST_EC_BITS = 224;
    private static final String PSS = "1.2.840.113549.1.1.10";

    /**
     * Signature algorithms by object identifier: RFC 3279 section 2.2, RFC 5758 section 3.1, and OIW's names for the
     * same.
     */
    private static final ImmutableMap<String, String> WEAK_SIGNATURES = ImmutableMap.<String, String>builder()
            .put("1.2.840.113549.1.1.2", "MD2")
            .put("1.2.840.113549.1.1.3", "MD4")
            .put("1.2.840.113549.1.1.4", "MD5")
            .put("1.3.14.3.2.2", "MD4")
            .put("1.3.14.3.2.3", "MD5")
            .put("1.2.840.113549.1.1.5", "SHA-1")
            .put("1.3.14.3.2.29", "SHA-1")
            .put("1.2.840.10045.4.1", "SHA-1")
            .put("1.2.840.10040.4.3", "DSA and SHA-1")
            .put("1.3.14.3.2.13", "DSA and SHA")
            .put("1.3.14.3.2.27", "DSA and SHA-1")
            .put("2.16.840.1.101.3.4.3.1", "DSA")
            .put("2.16.840.1.101.3.4.3.2", "DSA")
            .put("2.16.840.1.101.3.4.3.3", "DSA")
            .put("2.16.840.1.101.3.4.3.4", "DSA")
            .build();

    private static final ImmutableSet<String> WEAK_DIGESTS =
            ImmutableSet.of("MD2", "MD4", "MD5", "SHA-1", "SHA1", "SHA");

    private WeakCertificate() {}

    /** Returns which certificate of the path is weak and why, in words; empty when none is. */
    public static Optional<String> find(CertificatePath path) {
        List<X509Certificate> all = path.certificates();
        for (int i = 0; i < all.size(); i++) {
            // An anchor is trusted for itself: its signature proves nothing, but its key does.
            X509Certificate certificate = all.get(i);
            Optional<String> signature = i < path.signed().size() ? signature(certificate) : Optional.empty();
            Optional<String> weakness = signature.or(() -> key(certificate.getPublicKey()));
            if (weakness.isPresent()) {
                return Optional.of(name(all, i) + " " + weakness.get());
            }
        }
        return Optional.empty();
    }

    private static String name(List<X509Certificate> all, int index) {
        String title = CertificateNames.of(all.get(index)).title();
        return "certificate " + (index + 1) + " of " + all.size() + ", " + title + ",";
    }

    private static Optional<String> signature(X509Certificate certificate) {
        Optional<String> weak = certificate.getSigAlgOID().equals(PSS)
                ? Optional.of(pssDigest(certificate)).filter(WEAK_DIGESTS::contains)
                : Optional.ofNullable(WEAK_SIGNATURES.get(certificate.getSigAlgOID()));
        return weak.map(algorithm -> "is signed with " + algorithm);
    }

    /** RFC 4055 section 3.1: without parameters the digest is SHA-1. */
    private static String pssDigest(X509Certificate certificate) {
        byte[] encoded = certificate.getSigAlgParams();
        if (encoded == null) {
            return "SHA-1";
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(encoded);
            return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
        } catch (GeneralSecurityException | IOException e) {
            return "SHA-1"; // what cannot be read is not known to be better
        }
    }

    /** Returns why a key is weak, in words; empty for one that is not, and for one of a kind that is not known. */
    public static Optional<String> key(PublicKey key) {
        if (key instanceof DSAPublicKey) {
            return Optional.of("has a DSA key");
        }
        if (key instanceof RSAPublicKey) {
            return tooShort("RSA", ((RSAPublicKey) key).getModulus().bitLength(), LEAST_RSA_BITS);
        }
        return key instanceof ECPublicKey
                ? tooShort("EC", ((ECPublicKey) key).getParams().getOrder().bitLength(), LEAST_EC_BITS)
                : Optional.empty();
    }

    private static Optional<String> tooShort(String kind, int bits, int least) {
        return bits < least
                ? Optional.of("has an " + kind + " key of " + bits + " bits, less than " + least)
                : Optional.empty();
    }
}
