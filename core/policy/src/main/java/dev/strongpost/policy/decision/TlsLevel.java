// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How much a rule asks of the TLS session to the next host, or from a client, in rising order of strength. The words
 * are those of Postfix's {@code smtp_tls_policy_maps}.
 */
public enum TlsLevel {
    /** Never STARTTLS, even when it is offered. */
    NONE("none"),
    /** TLS when it is offered, cleartext otherwise (RFC 7435, opportunistic security). */
    MAY("may"),
    /** TLS or nothing; the certificate is not checked. */
    ENCRYPT("encrypt"),
    /** As {@link #ENCRYPT}, and the chain is trusted and names the MX host. */
    VERIFY("verify"),
    /** As {@link #VERIFY}, and the certificate names the recipient domain or what {@code match=} lists. */
    SECURE("secure"),
    /** As {@link #ENCRYPT}, and the certificate or its key is pinned. */
    FINGERPRINT("fingerprint"),
    /** Reserved for RFC 7672: DANE where TLSA records exist. */
    DANE("dane"),
    /** Reserved for RFC 7672: DANE or nothing. */
    DANE_ONLY("dane-only");

    private final String word;

    TlsLevel(String word) {
        this.word = word;
    }

    /** Returns the level that the policy table writes as {@code word}, without regard to case. */
    public static Optional<TlsLevel> parse(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(level -> level.word.equals(lower)).findFirst();
    }

    /** Returns the words that a rule may use, for a message. */
    public static String words() {
        return Arrays.stream(values())
                .filter(level -> !level.isReserved())
                .map(TlsLevel::word)
                .collect(Collectors.joining(", "));
    }

    /** Returns the word of the policy table for this level. */
    public String word() {
        return word;
    }

    /** Tells whether nothing may leave without TLS. */
    public boolean requiresEncryption() {
        return this != NONE && this != MAY;
    }

    /** Tells whether the peer has to prove who it is. */
    public boolean requiresTrustedPeer() {
        return requiresEncryption() && this != ENCRYPT;
    }

    /** Tells whether TLS is used when offered and done without when not. */
    public boolean isOpportunistic() {
        return this == MAY;
    }

    /** Tells whether TLS is not to be used at all. */
    public boolean forbidsTls() {
        return this == NONE;
    }

    /** Tells whether the word is taken for later and has no meaning yet. A rule may not use it. */
    public boolean isReserved() {
        return this == DANE || this == DANE_ONLY;
    }
}
