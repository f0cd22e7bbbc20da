// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.dane;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateNames;
import dev.strongpost.certificates.NamePattern;

/**
 * The usable TLSA records of one host, proven by DNSSEC, and the names that count for them (RFC 7672 section 3.2). Two are
 * equal that say the same, whenever they were looked up. Immutable.
 */
public final class TlsaSet {
    private final String baseDomain;
    private final ImmutableList<TlsaAssociation> associations;
    private final ImmutableList<String> names;
    private final Instant lookedUp;

    private TlsaSet(String baseDomain, List<TlsaAssociation> associations, List<String> names, Instant lookedUp) {
        this.baseDomain = baseDomain;
        this.associations = ImmutableList.copyOf(associations);
        this.names = ImmutableList.copyOf(names);
        this.lookedUp = lookedUp;
    }

    /**
     * Returns the set.
     *
     * @param baseDomain the name below which the records are: the host's, or the one that it is an alias of; also the
     *     name to send in the handshake (RFC 7672 section 8.1)
     * @param associations at least one
     * @param names one of which the certificate has to bear where it is an issuer's record that matches, canonical
     * @param lookedUp the time by which certificates have to be valid in that case
     */
    public static TlsaSet of(
            String baseDomain, List<TlsaAssociation> associations, List<String> names, Instant lookedUp) {
        if (associations.isEmpty()) {
            throw new IllegalArgumentException("a set has at least one usable record");
        }
        return new TlsaSet(baseDomain, associations, names, lookedUp);
    }

    /** Returns the name below which the records are. */
    public String baseDomain() {
        return baseDomain;
    }

    /** Returns the records. */
    public ImmutableList<TlsaAssociation> associations() {
        return associations;
    }

    /**
     * Returns why no record is satisfied by {@code chain}, leaf first; empty when one is. A record of the server itself
     * asks for nothing but its certificate or key: neither names nor dates count (section 3.1.1). One of an issuer asks for
     * a chain to it that is valid, and for a name (section 3.1.2).
     */
    public Optional<String> mismatch(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return Optional.of("the host showed no certificate");
        }
        X509Certificate leaf = chain.get(0);
        if (associations.stream().anyMatch(record -> !record.isAnchor() && record.matches(leaf))) {
            return Optional.empty();
        }
        ImmutableList<TlsaAssociation> anchors =
                associations.stream().filter(TlsaAssociation::isAnchor).collect(ImmutableList.toImmutableList());
        if (anchors.isEmpty()) {
            return Optional.of("no TLSA record of " + baseDomain + " is of its certificate");
        }
        return AnchoredChain.problem(chain, anchors, lookedUp).or(() -> nameMismatch(CertificateNames.of(leaf)));
    }

    private Optional<String> nameMismatch(CertificateNames borne) {
        return names.stream().anyMatch(name -> NamePattern.namesHost(borne, name))
                ? Optional.empty()
                : Optional.of("its certificate is for " + borne.describe() + ", wanted " + String.join(" or ", names));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof TlsaSet)) {
            return false;
        }
        TlsaSet that = (TlsaSet) other;
        return baseDomain.equals(that.baseDomain) && associations.equals(that.associations) && names.equals(that.names);
    }

    @Override
    public int hashCode() {
        return Objects.hash(baseDomain, associations, names);
    }

    @Override
    public String toString() {
        return "TLSA of " + baseDomain + ": " + associations;
    }
}
