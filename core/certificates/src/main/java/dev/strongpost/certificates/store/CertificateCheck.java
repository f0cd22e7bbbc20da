// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateFacts;
import dev.strongpost.certificates.CertificatePath;
import dev.strongpost.certificates.NamePattern;
import dev.strongpost.certificates.WeakCertificate;
import dev.strongpost.text.UtcDay;

/** Looks for what is wrong with an entry, or soon will be. Immutable. */
public final class CertificateCheck {
    private final Clock clock;
    private final int days;
    private final ImmutableList<String> hosts;

    /**
     * Takes what is asked.
     *
     * @param days how long every certificate has to be valid yet; 0 for today
     * @param hosts the names that entries with a key have to bear, canonical or not
     */
    public CertificateCheck(Clock clock, int days, List<String> hosts) {
        this.clock = clock;
        this.days = days;
        this.hosts = ImmutableList.copyOf(hosts);
    }

    /** Returns what is wrong with that entry, one sentence each; empty when nothing is. */
    public ImmutableList<String> findings(CertificateEntry entry) {
        List<String> findings = new ArrayList<>();
        entry.chain().forEach(certificate -> validity(certificate).ifPresent(findings::add));
        CertificatePath path = CertificatePath.of(entry.chain(), ImmutableList.of());
        WeakCertificate.find(path).ifPresent(findings::add);
        if (path.certificates().size() < entry.chain().size()) {
            findings.add("the chain is out of order, or holds certificates that are no part of it");
        }
        if (entry.hasKey()) {
            hosts.stream()
                    .map(host -> absent(entry, host))
                    .flatMap(Optional::stream)
                    .forEach(findings::add);
        }
        return ImmutableList.copyOf(findings);
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
        return left < days
                ? Optional.of(facts.title() + " expires on " + UtcDay.of(facts.end()) + ", in " + count(left))
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
