// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Locale;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateFacts;
import dev.strongpost.certificates.store.KeyEntry;
import dev.strongpost.text.UtcDay;

/** A certificate that a listener may present, with its key and those above it. Immutable. */
final class ServerCertificate {
    private final KeyEntry entry;
    private final CertificateFacts facts;

    ServerCertificate(KeyEntry entry) {
        this.entry = entry;
        this.facts = CertificateFacts.of(entry.chain().get(0));
    }

    /** Returns what a key manager calls it. */
    String alias() {
        return entry.alias();
    }

    /** Returns the key of its leaf. */
    PrivateKey key() {
        return entry.key();
    }

    /** Returns the certificates, leaf first. */
    ImmutableList<X509Certificate> chain() {
        return entry.chain();
    }

    /** Tells whether it is for the host {@code name}, by a name of its own or a wildcard (RFC 6125 section 6.4.3). */
    boolean isFor(String name) {
        return facts.names().cover(name.toLowerCase(Locale.ROOT));
    }

    /** Tells whether it is for the same host as {@code other}: certificates with keys of two kinds do. */
    boolean isAsGoodAs(ServerCertificate other) {
        return this == other || other.facts.names().dnsNames().stream().anyMatch(facts.names()::cover);
    }

    /** Tells whether its key is of the kind that the handshake asks for: {@code RSA}, {@code EC}, {@code EC_RSA}. */
    boolean hasKeyOf(String keyType) {
        String algorithm = key().getAlgorithm();
        return keyType.equals(algorithm) || keyType.startsWith(algorithm + "_");
    }

    /** Returns what is known of its leaf. */
    CertificateFacts facts() {
        return facts;
    }

    /** Returns {@code james (mx.partner.example), valid to 2027-01-31}. */
    @Override
    public String toString() {
        return alias() + " (" + facts.names().describe() + "), " + (facts.isSelfSigned() ? "self-signed, " : "")
                + "valid to " + UtcDay.of(facts.end());
    }
}
