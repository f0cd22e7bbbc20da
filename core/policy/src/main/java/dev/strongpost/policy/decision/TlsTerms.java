// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Optional;
import java.util.OptionalInt;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.certificates.CertificatePin;
import dev.strongpost.certificates.DistinguishedName;
import dev.strongpost.certificates.TrustAnchors;
import dev.strongpost.certificates.dane.TlsaSet;

/**
 * What a rule asks, apart from whom it is for. A million rules share a handful of these, so they are one object each,
 * and its hash is computed once. Immutable.
 */
final class TlsTerms {
    final TlsLevel level;
    final int minimumBits;
    final Optional<TlsProtocol> minimumProtocol;
    final ImmutableList<String> ciphers;
    final ImmutableSet<String> excludedCiphers;
    final ImmutableList<NameMatch> match;
    final ImmutableList<CertificatePin> pins;
    final ImmutableList<DistinguishedName> issuers;
    final ImmutableList<DistinguishedName> subjects;
    final Optional<TrustAnchors> trustAnchors;
    final Optional<TlsaSet> tlsa;
    final Optional<String> clientCertificate;
    final Optional<String> serverName;
    final OptionalInt connectionLimit;
    final FailureAction failure;
    final PublishedUse published;
    final boolean testing;
    final Optional<String> ownFault;
    final Optional<String> note;
    final boolean inbound;
    private final ImmutableList<Object> all;
    private final int hash;

    TlsTerms(TlsRequirement.Builder builder) {
        this.level = builder.level;
        this.minimumBits = builder.minimumBits;
        this.minimumProtocol = Optional.ofNullable(builder.minimumProtocol);
        this.ciphers = builder.ciphers;
        this.excludedCiphers = builder.excludedCiphers;
        this.match = builder.match;
        this.pins = builder.pins;
        this.issuers = builder.issuers;
        this.subjects = builder.subjects;
        this.trustAnchors = Optional.ofNullable(builder.trustAnchors);
        // Known only once the MX host is.
        this.tlsa = Optional.empty();
        this.clientCertificate = Optional.ofNullable(builder.clientCertificate);
        this.serverName = Optional.ofNullable(builder.serverName);
        this.connectionLimit =
                builder.connectionLimit == 0 ? OptionalInt.empty() : OptionalInt.of(builder.connectionLimit);
        this.failure = builder.failure;
        this.published = builder.published;
        this.testing = builder.testing;
        this.ownFault = Optional.ofNullable(builder.ownFault);
        this.note = Optional.ofNullable(builder.note);
        this.inbound = builder.inbound;
        this.all = everything();
        this.hash = all.hashCode();
    }

    private TlsTerms(TlsTerms other, Optional<TlsaSet> tlsa, Optional<String> serverName, PublishedUse published) {
        this.level = other.level;
        this.minimumBits = other.minimumBits;
        this.minimumProtocol = other.minimumProtocol;
        this.ciphers = other.ciphers;
        this.excludedCiphers = other.excludedCiphers;
        this.match = other.match;
        this.pins = other.pins;
        this.issuers = other.issuers;
        this.subjects = other.subjects;
        this.trustAnchors = other.trustAnchors;
        this.tlsa = tlsa;
        this.clientCertificate = other.clientCertificate;
        this.serverName = serverName;
        this.connectionLimit = other.connectionLimit;
        this.failure = other.failure;
        this.published = published;
        this.testing = other.testing;
        this.ownFault = other.ownFault;
        this.note = other.note;
        this.inbound = other.inbound;
        this.all = everything();
        this.hash = all.hashCode();
    }

    /** Returns the same terms for a host that has these records, and is sent this name unless a rule says another. */
    TlsTerms with(TlsaSet records, Optional<String> name) {
        return new TlsTerms(this, Optional.of(records), serverName.or(() -> name), published);
    }

    /** Returns the same terms with another use of what is published. */
    TlsTerms with(PublishedUse use) {
        return use == published ? this : new TlsTerms(this, tlsa, serverName, use);
    }

    private ImmutableList<Object> everything() {
        return ImmutableList.of(
                level,
                minimumBits,
                minimumProtocol,
                ciphers,
                excludedCiphers,
                match,
                pins,
                issuers,
                subjects,
                trustAnchors,
                tlsa,
                clientCertificate,
                serverName,
                connectionLimit,
                failure,
                published,
                testing,
                ownFault,
                note,
                inbound);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof TlsTerms && all.equals(((TlsTerms) other).all));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
