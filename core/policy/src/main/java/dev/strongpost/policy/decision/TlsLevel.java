// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How much a rule asks of the TLS session to the next host, or from a client, in rising order of strength but for the last two. The words
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
    /** As {@link #MAY}, and DANE where the MX host publishes it (RFC 7672). */
    DANE("dane"),
    /** DANE or nothing: the certificate is what the TLSA records of the MX host say. */
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
        return Arrays.stream(values()).map(TlsLevel::word).collect(Collectors.joining(", "));
    }

    /** Returns the word of the policy table for this level. */
    public String word() {
        return word;
    }

    /** Tells whether nothing may leave without TLS. */
    public boolean requiresEncryption() {
        return this != NONE && !isOpportunistic();
    }

    /** Tells whether the peer has to prove who it is. */
    public boolean requiresTrustedPeer() {
        return requiresEncryption() && this != ENCRYPT;
    }

    /** Tells whether TLS is used when offered and done without when not. */
    public boolean isOpportunistic() {
        return this == MAY || this == DANE;
    }

    /** Tells whether TLS is not to be used at all. */
    public boolean forbidsTls() {
        return this == NONE;
    }

    /** Tells whether the TLSA records of the MX host have to be looked up (RFC 7672). */
    public boolean usesDane() {
        return this == DANE || this == DANE_ONLY;
    }
}
