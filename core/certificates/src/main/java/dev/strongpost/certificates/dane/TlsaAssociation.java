// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.dane;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;

/**
 * One usable TLSA record of an SMTP server (RFC 6698 section 2, RFC 7672 section 3.1): which certificate or key it has, or
 * which one issued its certificate. Immutable.
 */
public final class TlsaAssociation {
    private static final int TRUST_ANCHOR = 2;
    private static final int END_ENTITY = 3;
    private static final int KEY = 1;
    private static final int WHOLE = 0;
    private static final int SHA_256 = 1;
    private static final int SHA_512 = 2;

    /** A certificate is a few kilobytes; a message of DNS has 64 at the most. */
    private static final int LONGEST = 16 * 1024;

    private final int usage;
    private final int selector;
    private final int matchingType;
    private final byte[] data;

    private TlsaAssociation(int usage, int selector, int matchingType, byte[] data) {
        this.usage = usage;
        this.selector = selector;
        this.matchingType = matchingType;
        this.data = data.clone();
    }

    /**
     * Returns the record; empty when it is unusable for SMTP: of the usages PKIX-TA and PKIX-EE (0 and 1), of an unknown
     * usage, selector or matching type, or with a digest of another length (RFC 7672 section 3.1.3).
     *
     * @param data the certificate, the key, or the digest of either
     */
    public static Optional<TlsaAssociation> of(int usage, int selector, int matchingType, byte[] data) {
        boolean known = (usage == TRUST_ANCHOR || usage == END_ENTITY)
                && (selector == 0 || selector == KEY)
                && (matchingType >= WHOLE && matchingType <= SHA_512);
        return known && isRightLength(matchingType, data.length)
                ? Optional.of(new TlsaAssociation(usage, selector, matchingType, data))
                : Optional.empty();
    }

    private static boolean isRightLength(int matchingType, int length) {
        return matchingType == WHOLE
                ? length > 0 && length <= LONGEST
                : length == digest(matchingType).bits() / Byte.SIZE;
    }

    private static HashFunction digest(int matchingType) {
        return matchingType == SHA_256 ? Hashing.sha256() : Hashing.sha512();
    }

    /** Tells whether it is of an issuer (DANE-TA), and not of the server itself (DANE-EE). */
    boolean isAnchor() {
        return usage == TRUST_ANCHOR;
    }

    /** Tells whether it holds the certificate or key itself, and no digest. */
    boolean isWhole() {
        return matchingType == WHOLE;
    }

    /** Tells whether it is of a key, and not of a certificate. */
    boolean isOfKey() {
        return selector == KEY;
    }

    /** Returns the certificate association data. */
    byte[] data() {
        return data.clone();
    }

    /** Tells whether it is that certificate's. */
    boolean matches(X509Certificate certificate) {
        try {
            byte[] octets = isOfKey() ? certificate.getPublicKey().getEncoded() : certificate.getEncoded();
            return Arrays.equals(
                    data,
                    isWhole() ? octets : digest(matchingType).hashBytes(octets).asBytes());
        } catch (CertificateEncodingException e) {
            return false; // a certificate that cannot be written down matches no record
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof TlsaAssociation)) {
            return false;
        }
        TlsaAssociation that = (TlsaAssociation) other;
        return usage == that.usage
                && selector == that.selector
                && matchingType == that.matchingType
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }

    /** Returns the record as it is in a zone file. */
    @Override
    public String toString() {
        return usage + " " + selector + " " + matchingType + " "
                + BaseEncoding.base16().lowerCase().encode(data);
    }
}
