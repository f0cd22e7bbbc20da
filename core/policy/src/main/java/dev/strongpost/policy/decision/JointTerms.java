// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Ordering;
import com.google.common.collect.Sets;

import dev.strongpost.certificates.TrustAnchors;

/**
 * The terms of a handshake that can satisfy two requirements: of strength, version and suites what both allow. Names,
 * pins and issuers are not joined, since each requirement is judged by itself afterwards.
 */
final class JointTerms {
    private final TlsRequirement first;
    private final TlsRequirement second;

    private JointTerms(TlsRequirement first, TlsRequirement second) {
        this.first = first;
        this.second = second;
    }

    /** Returns the terms; neither requirement forbids TLS. */
    static TlsTerms of(TlsRequirement first, TlsRequirement second) {
        return new JointTerms(first, second).terms();
    }

    /** Returns the terms of {@code kept} with what both say about what is published. */
    static TlsTerms published(TlsRequirement kept, TlsRequirement first, TlsRequirement second) {
        return kept.terms().with(new JointTerms(first, second).published());
    }

    private TlsTerms terms() {
        TlsRequirement leading = leading();
        TlsRequirement.Builder joint = TlsRequirement.builder(leading.level())
                .minimumBits(Math.max(first.minimumBits(), second.minimumBits()))
                .ciphers(ciphers())
                .excludedCiphers(Sets.union(first.excludedCiphers(), second.excludedCiphers()))
                .match(leading.match())
                .pins(leading.pins())
                .failure(leading.failure())
                .published(published());
        joint.minimumProtocol = protocol().orElse(null);
        joint.trustAnchors = trustAnchors().orElse(null);
        joint.clientCertificate =
                first.clientCertificate().or(second::clientCertificate).orElse(null);
        joint.serverName = first.serverName().or(second::serverName).orElse(null);
        joint.connectionLimit = connectionLimit().orElse(0);
        joint.ownFault = ownFault().orElse(null);
        joint.note = first.note().or(second::note).orElse(null);
        joint.inbound = first.isInbound();
        return new TlsTerms(joint);
    }

    /** Returns the one that asks for more: whether TLS is required hangs on it, and whether the peer's chain is checked. */
    private TlsRequirement leading() {
        return rank(first.level()) >= rank(second.level()) ? first : second;
    }

    private static int rank(TlsLevel level) {
        if (level.requiresTrustedPeer()) {
            return 3;
        }
        if (level.requiresEncryption()) {
            return 2;
        }
        return level.usesDane() ? 1 : 0;
    }

    private PublishedUse published() {
        return Ordering.natural().max(first.published(), second.published());
    }

    private Optional<TlsProtocol> protocol() {
        return Stream.of(first, second)
                .map(TlsRequirement::minimumProtocol)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    private ImmutableList<String> ciphers() {
        if (first.ciphers().isEmpty() || second.ciphers().isEmpty()) {
            return first.ciphers().isEmpty() ? second.ciphers() : first.ciphers();
        }
        return first.ciphers().stream().filter(second.ciphers()::contains).collect(ImmutableList.toImmutableList());
    }

    private Optional<String> ownFault() {
        boolean listed = !first.ciphers().isEmpty() && !second.ciphers().isEmpty();
        return first.ownFault()
                .or(second::ownFault)
                .or(() -> listed && ciphers().isEmpty()
                        ? Optional.of(first.rule() + " and " + second.rule() + " have no cipher suite in common")
                        : Optional.empty());
    }

    /**
     * Returns the anchors that the chain is checked against. Where both ask for trust and one of them for that of the
     * JVM, it is the JVM's; that the chain ends at those of the other is checked by its requirement.
     */
    private Optional<TrustAnchors> trustAnchors() {
        boolean both = asksForTrust(first) && asksForTrust(second);
        if (both && (first.trustAnchors().isEmpty() || second.trustAnchors().isEmpty())) {
            return Optional.empty();
        }
        return asksForTrust(first) ? first.trustAnchors() : second.trustAnchors();
    }

    private static boolean asksForTrust(TlsRequirement requirement) {
        return requirement.level() == TlsLevel.VERIFY || requirement.level() == TlsLevel.SECURE;
    }

    private OptionalInt connectionLimit() {
        return Stream.of(first, second)
                .map(TlsRequirement::connectionLimit)
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .min();
    }
}
