// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;

/**
 * The SHA-256 digest of a certificate, or of its public key (SubjectPublicKeyInfo, as in RFC 7469 section 2.4): one
 * {@code pin=} of the policy table. Immutable.
 */
public final class CertificatePin {
    /** What a pin is made over. */
    private enum Kind {
        CERTIFICATE("sha256:"),
        KEY("spki-sha256:");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    private static final int DIGEST_BYTES = 32;

    private final Kind kind;
    private final HashCode digest;

    private CertificatePin(Kind kind, HashCode digest) {
        this.kind = kind;
        this.digest = digest;
    }

    /**
     * Returns the pin written as {@code sha256:HEX} (64 digits, colons between them do not matter) or
     * {@code spki-sha256:BASE64} (of 32 bytes); empty when {@code text} is neither.
     */
    public static Optional<CertificatePin> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith(Kind.CERTIFICATE.prefix)) {
            return fromHex(lower.substring(Kind.CERTIFICATE.prefix.length()).replace(":", ""));
        }
        if (lower.startsWith(Kind.KEY.prefix)) {
            return fromBase64(text.substring(Kind.KEY.prefix.length()));
        }
        return Optional.empty();
    }

    private static Optional<CertificatePin> fromHex(String hex) {
        return BaseEncoding.base16().lowerCase().canDecode(hex)
                ? of(Kind.CERTIFICATE, BaseEncoding.base16().lowerCase().decode(hex))
                : Optional.empty();
    }

    private static Optional<CertificatePin> fromBase64(String base64) {
        try {
            return of(Kind.KEY, Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<CertificatePin> of(Kind kind, byte[] digest) {
        return digest.length == DIGEST_BYTES
                ? Optional.of(new CertificatePin(kind, HashCode.fromBytes(digest)))
                : Optional.empty();
    }

    /**
     * Returns the pin of that certificate.
     *
     * @throws CertificateEncodingException when it cannot be written down
     */
    public static CertificatePin ofCertificate(X509Certificate certificate) throws CertificateEncodingException {
        return new CertificatePin(Kind.CERTIFICATE, Hashing.sha256().hashBytes(certificate.getEncoded()));
    }

    /**
     * Returns the pin of that certificate's key, which outlives the certificate when it is renewed with the same key.
     */
    public static CertificatePin ofKey(X509Certificate certificate) {
        byte[] key = certificate.getPublicKey().getEncoded();
        return new CertificatePin(Kind.KEY, Hashing.sha256().hashBytes(key));
    }

    /** Tells whether {@code certificate}, or its key, has this digest. */
    public boolean matches(X509Certificate certificate) {
        try {
            return equals(kind == Kind.KEY ? ofKey(certificate) : ofCertificate(certificate));
        } catch (CertificateEncodingException e) {
            return false; // a certificate that cannot be written down matches no pin
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CertificatePin
                && kind == ((CertificatePin) other).kind
                && digest.equals(((CertificatePin) other).digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest.asBytes());
    }

    /** Returns the pin as the policy table writes it. */
    @Override
    public String toString() {
        return kind.prefix
                + (kind == Kind.KEY
                        ? Base64.getEncoder().encodeToString(digest.asBytes())
                        : BaseEncoding.base16().lowerCase().encode(digest.asBytes()));
    }
}
