// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.KeyPurposeId;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.text.Sanitizer;

/** What a person, or a rule, wants to know of one certificate. All texts are fit to be shown. Immutable. */
public final class CertificateFacts {
    /** The extended key usage that servers need. */
    public static final String SERVER_AUTH = "serverAuth";

    /** The extended key usage that clients need. */
    public static final String CLIENT_AUTH = "clientAuth";

    private static final String ANY_PURPOSE = "any";

    /** RFC 5280 section 4.2.1.3, in the order of the bits. */
    private static final ImmutableList<String> KEY_USAGES = ImmutableList.of(
            "digitalSignature",
            "contentCommitment",
            "keyEncipherment",
            "dataEncipherment",
            "keyAgreement",
            "keyCertSign",
            "cRLSign",
            "encipherOnly",
            "decipherOnly");

    private static final ImmutableMap<String, String> PURPOSES = ImmutableMap.of(
            KeyPurposeId.id_kp_serverAuth.getId(), SERVER_AUTH,
            KeyPurposeId.id_kp_clientAuth.getId(), CLIENT_AUTH,
            KeyPurposeId.id_kp_emailProtection.getId(), "emailProtection",
            KeyPurposeId.id_kp_codeSigning.getId(), "codeSigning",
            KeyPurposeId.anyExtendedKeyUsage.getId(), ANY_PURPOSE);

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

    /** Returns that name as one line, characters beyond ASCII as they are; {@code (none)} for an empty one. */
    public static String text(X500Principal name) {
        String text = Sanitizer.line(name.getName(), Sanitizer.LIMIT);
        return text.isEmpty() ? "(none)" : text;
    }

    /** Returns what to call it by. */
    public String title() {
        return names.shownTitle();
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

    /**
     * Tells whether two thirds of its lifetime are over at {@code now}: what is renewed by then has a third of it for
     * trouble, whether it is valid for 47 days or for a year.
     */
    public boolean isDueForRenewal(Instant now) {
        return Duration.between(begin(), now)
                        .multipliedBy(3)
                        .compareTo(Duration.between(begin(), end()).multipliedBy(2))
                > 0;
    }

    /**
     * Returns what its key may be used for (RFC 5280 sections 4.2.1.3 and 4.2.1.12), key usage first: {@code
     * digitalSignature}, {@code serverAuth}; empty when nothing is said, so that it may be used for anything.
     */
    public ImmutableList<String> uses() {
        return ImmutableList.<String>builder()
                .addAll(keyUsage())
                .addAll(extendedKeyUsage())
                .build();
    }

    private List<String> keyUsage() {
        boolean[] bits = certificate.getKeyUsage();
        return bits == null
                ? ImmutableList.of()
                : IntStream.range(0, Math.min(bits.length, KEY_USAGES.size()))
                        .filter(i -> bits[i])
                        .mapToObj(KEY_USAGES::get)
                        .collect(Collectors.toList());
    }

    /** Returns the purposes of its extended key usage; unknown ones as numbers, none when it has no such extension. */
    public ImmutableList<String> extendedKeyUsage() {
        try {
            return purposes();
        } catch (CertificateParsingException e) {
            return ImmutableList.of("unreadable");
        }
    }

    private ImmutableList<String> purposes() throws CertificateParsingException {
        List<String> purposes = certificate.getExtendedKeyUsage();
        return purposes == null
                ? ImmutableList.of()
                : purposes.stream()
                        .map(purpose -> PURPOSES.getOrDefault(purpose, Sanitizer.clean(purpose)))
                        .collect(ImmutableList.toImmutableList());
    }

    /** Tells whether its extended key usage, if it has one, allows {@code purpose}: {@link #SERVER_AUTH}. */
    public boolean allows(String purpose) {
        return allows(extendedKeyUsage(), purpose);
    }

    private static boolean allows(ImmutableList<String> purposes, String purpose) {
        return purposes.isEmpty() || purposes.contains(purpose) || purposes.contains(ANY_PURPOSE);
    }

    /**
     * Tells whether it allows server authentication and no client authentication.
     *
     * @throws CertificateException when its extended key usage cannot be read
     */
    public boolean isForServersOnly() throws CertificateException {
        try {
            ImmutableList<String> purposes = purposes();
            return allows(purposes, SERVER_AUTH) && !allows(purposes, CLIENT_AUTH);
        } catch (CertificateParsingException e) {
            throw new CertificateException("its extended key usage cannot be read", e);
        }
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
