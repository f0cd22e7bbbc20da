// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import com.google.common.io.BaseEncoding;

/** A TLSA record (RFC 6698 section 2): which certificate, or which key, a service has. Immutable. */
public final class TlsaRecord {
    private final int usage;
    private final int selector;
    private final int matchingType;
    private final byte[] association;

    private TlsaRecord(int usage, int selector, int matchingType, byte[] association) {
        this.usage = usage;
        this.selector = selector;
        this.matchingType = matchingType;
        this.association = association.clone();
    }

    /**
     * Returns a record; each number is 0 to 255.
     *
     * @param association the certificate, the key, or the digest of either
     */
    public static TlsaRecord of(int usage, int selector, int matchingType, byte[] association) {
        return new TlsaRecord(usage, selector, matchingType, association);
    }

    /** Returns the certificate usage (RFC 7218: 3 is DANE-EE, 2 DANE-TA). */
    public int usage() {
        return usage;
    }

    /** Returns what is compared: 0 the whole certificate, 1 its public key. */
    public int selector() {
        return selector;
    }

    /** Returns how it is compared: 0 as it is, 1 by SHA-256, 2 by SHA-512. */
    public int matchingType() {
        return matchingType;
    }

    /** Returns the certificate association data. */
    public byte[] association() {
        return association.clone();
    }

    /** Returns the record as it is in a zone file. */
    @Override
    public String toString() {
        return usage + " " + selector + " " + matchingType + " "
                + BaseEncoding.base16().lowerCase().encode(association);
    }
}
