// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Locale;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateNames;
import dev.strongpost.certificates.store.KeyEntry;
import dev.strongpost.text.UtcDay;

/** A certificate that a listener may present, with its key and those above it. Immutable. */
final class ServerCertificate {
    private final KeyEntry entry;
    private final CertificateNames names;

    ServerCertificate(KeyEntry entry) {
        this.entry = entry;
        this.names = CertificateNames.of(entry.chain().get(0));
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
        return names.cover(name.toLowerCase(Locale.ROOT));
    }

    /** Tells whether it stands for the same host as {@code other}: certificates with keys of two kinds do. */
    boolean isAsGoodAs(ServerCertificate other) {
        return this == other || other.names.dnsNames().stream().anyMatch(names::cover);
    }

    /** Tells whether its key is of the kind that the handshake asks for: {@code RSA}, {@code EC}, {@code EC_RSA}. */
    boolean hasKeyOf(String keyType) {
        String algorithm = key().getAlgorithm();
        return keyType.equals(algorithm) || keyType.startsWith(algorithm + "_");
    }

    /** Returns the moment at which it expires. */
    Instant expiry() {
        return chain().get(0).getNotAfter().toInstant();
    }

    private boolean isSelfSigned() {
        X509Certificate leaf = chain().get(0);
        return leaf.getIssuerX500Principal().equals(leaf.getSubjectX500Principal());
    }

    /** Returns {@code james (mx.partner.example), valid to 2027-01-31}. */
    @Override
    public String toString() {
        return alias() + " (" + names.describe() + "), " + (isSelfSigned() ? "self-signed, " : "") + "valid to "
                + UtcDay.of(expiry());
    }
}
