// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateFacts;
import dev.strongpost.certificates.CertificatePath;
import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.NamePattern;
import dev.strongpost.certificates.WeakCertificate;
import dev.strongpost.text.UtcDay;

/** Looks for what is wrong with an entry, or soon will be. Immutable. */
public final class CertificateCheck {
    /** What the entries with a key are used as. */
    public enum Use {
        /** Presented by a server: a listener, {@code keystore}. */
        SERVER(CertificateFacts.SERVER_AUTH),
        /** Presented to other servers: {@code client-cert=}. */
        CLIENT(CertificateFacts.CLIENT_AUTH);

        private final String purpose;

        Use(String purpose) {
            this.purpose = purpose;
        }
    }

    /** Authorities' certificates live for years: they are renewed when their end is near. */
    private static final int DAYS_OF_AUTHORITIES = 30;

    private final Clock clock;
    private final OptionalInt days;
    private final Use use;
    private final ImmutableList<String> hosts;

    /**
     * Takes what is asked.
     *
     * @param days how long every certificate has to be valid yet, 0 for today; empty for a third of its lifetime, and
     *     for authorities 30 days
     * @param use what entries with a key are used as
     * @param hosts the names that entries with a key have to bear, canonical or not
     */
    public CertificateCheck(Clock clock, OptionalInt days, Use use, List<String> hosts) {
        this.clock = clock;
        this.days = days;
        this.use = use;
        this.hosts = ImmutableList.copyOf(hosts);
    }

    /** Returns what is wrong with that entry of the store, one sentence each; empty when nothing is. */
    public ImmutableList<String> findings(CertificateStore store, CertificateEntry entry) {
        ImmutableList.Builder<String> findings = ImmutableList.builder();
        if (entry.hasKey()) {
            key(store, entry).ifPresent(findings::add);
        }
        return findings.addAll(findings(entry)).build();
    }

    /** James knows one password, for the store and for its keys. */
    private static Optional<String> key(CertificateStore store, CertificateEntry entry) {
        try {
            PrivateKey unused = store.key(entry.alias());
            return Optional.empty();
        } catch (KeyMaterialException e) {
            return Optional.of(
                    "its private key cannot be used with the password of the store, which is the only one that"
                            + " James knows: " + e.getMessage());
        }
    }

    /** Returns which certificates of that chain are not valid, or have to be renewed, one sentence each. */
    public ImmutableList<String> lifetimes(List<X509Certificate> chain) {
        return chain.stream()
                .flatMap(certificate -> validity(certificate).stream())
                .collect(ImmutableList.toImmutableList());
    }

    /** Returns what is wrong with that entry, whatever its key. */
    public ImmutableList<String> findings(CertificateEntry entry) {
        List<String> findings = new ArrayList<>(lifetimes(entry.chain()));
        CertificatePath path = CertificatePath.of(entry.chain(), ImmutableList.of());
        WeakCertificate.find(path).ifPresent(findings::add);
        if (path.certificates().size() < entry.chain().size()) {
            findings.add("the chain is out of order, or holds certificates that are no part of it");
        }
        if (entry.hasKey()) {
            purpose(entry).ifPresent(findings::add);
            hosts.stream()
                    .map(host -> absent(entry, host))
                    .flatMap(Optional::stream)
                    .forEach(findings::add);
        }
        return ImmutableList.copyOf(findings);
    }

    private Optional<String> purpose(CertificateEntry entry) {
        CertificateFacts facts = CertificateFacts.of(entry.certificate());
        return facts.allows(use.purpose)
                ? Optional.empty()
                : Optional.of(facts.title() + " is for " + String.join(", ", facts.extendedKeyUsage()) + ", not for "
                        + use.purpose + ": it cannot be used by a " + use.name().toLowerCase(Locale.ROOT));
    }

    private Optional<String> validity(X509Certificate certificate) {
        CertificateFacts facts = CertificateFacts.of(certificate);
        Instant now = clock.instant();
        if (facts.begin().isAfter(now)) {
            return Optional.of(facts.title() + " is not valid before " + UtcDay.of(facts.begin()));
        }
        if (facts.end().isBefore(now)) {
            return Optional.of(facts.title() + " expired on " + UtcDay.of(facts.end()));
        }
        long left = facts.daysLeft(now);
        String ends = facts.title() + " expires on " + UtcDay.of(facts.end()) + ", in " + count(left);
        if (days.isPresent()) {
            return left < days.getAsInt() ? Optional.of(ends) : Optional.empty();
        }
        boolean isAuthority = certificate.getBasicConstraints() >= 0;
        if (isAuthority) {
            return left < DAYS_OF_AUTHORITIES ? Optional.of(ends) : Optional.empty();
        }
        return facts.isDueForRenewal(now)
                ? Optional.of(ends + ": two thirds of its lifetime are over, renew it")
                : Optional.empty();
    }

    private static String count(long days) {
        return days == 1 ? "1 day" : days + " days";
    }

    private static Optional<String> absent(CertificateEntry entry, String host) {
        CertificateFacts facts = CertificateFacts.of(entry.certificate());
        return NamePattern.namesHost(facts.names(), host)
                ? Optional.empty()
                : Optional.of(facts.title() + " is not for " + host + ", but for "
                        + facts.names().describe());
    }
}
