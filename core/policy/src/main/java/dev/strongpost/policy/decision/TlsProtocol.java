// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Arrays;
import java.util.Optional;

import com.google.common.collect.ImmutableList;

/** A version of SSL or TLS, oldest first. The words are JSSE's, as {@code SSLSession.getProtocol()} gives them. */
public enum TlsProtocol {
    /** RFC 6101; forbidden by RFC 7568. */
    SSLV3("SSLv3"),
    /** RFC 2246; deprecated by RFC 8996. */
    TLSV1("TLSv1"),
    /** RFC 4346; deprecated by RFC 8996. */
    TLSV1_1("TLSv1.1"),
    /** RFC 5246. */
    TLSV1_2("TLSv1.2"),
    /** RFC 8446. */
    TLSV1_3("TLSv1.3");

    private final String word;

    TlsProtocol(String word) {
        this.word = word;
    }

    /** Returns the version that JSSE and the policy table call {@code word}, without regard to case. */
    public static Optional<TlsProtocol> parse(String word) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.word.equalsIgnoreCase(word))
                .findFirst();
    }

    /** Returns the versions from {@code minimum} upwards, oldest first: what may be offered in a handshake. */
    public static ImmutableList<TlsProtocol> from(TlsProtocol minimum) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.isAtLeast(minimum))
                .collect(ImmutableList.toImmutableList());
    }

    /** Returns JSSE's word for this version: {@code TLSv1.2}. */
    public String word() {
        return word;
    }

    /** Returns the name people use: {@code TLS 1.2}. */
    public String title() {
        return this == TLSV1 ? "TLS 1.0" : word.replace("v", " ");
    }

    /** Tells whether this version is {@code minimum} or newer. */
    public boolean isAtLeast(TlsProtocol minimum) {
        return compareTo(minimum) >= 0;
    }
}
