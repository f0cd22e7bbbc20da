// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.certificates.CertificateFacts;
import dev.strongpost.certificates.store.CertificateCheck;
import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.certificates.store.ClientIdentityException;
import dev.strongpost.james.PresentedCertificates;
import dev.strongpost.policy.PolicyTable;

/** The certificates that the rules of the active table have presented ({@code client-cert=}), as they are on disk. */
final class ClientCertificates implements PresentedCertificates.Source {
    private final ClientIdentities identities;
    private volatile ImmutableSet<String> names = ImmutableSet.of();

    ClientCertificates(ClientIdentities identities) {
        this.identities = identities;
    }

    /** Takes the names from that table, in place of those of before. */
    void look(PolicyTable table) {
        names = table.rules().stream()
                .flatMap(rule -> rule.requirement().clientCertificate().stream())
                .collect(ImmutableSet.toImmutableSet());
    }

    @Override
    public ImmutableList<String> lifetimes(CertificateCheck check) {
        return names.stream().flatMap(name -> findings(name, check).stream()).collect(ImmutableList.toImmutableList());
    }

    private ImmutableList<String> findings(String name, CertificateCheck check) {
        try {
            List<X509Certificate> chain = identities.named(name).chain();
            return check.lifetimes(chain).stream()
                    .map(finding -> "client-cert=" + name + ": " + finding)
                    .collect(ImmutableList.toImmutableList());
        } catch (ClientIdentityException e) {
            return ImmutableList.of(String.valueOf(e.getMessage()));
        }
    }

    /** Returns the whole days that the first of them to expire has left at {@code now}; empty when there is none. */
    Optional<Long> daysLeft(Instant now) {
        return names.stream().flatMap(name -> daysLeft(name, now).stream()).min(Long::compare);
    }

    private Optional<Long> daysLeft(String name, Instant now) {
        try {
            return Optional.of(
                    CertificateFacts.of(identities.named(name).chain().get(0)).daysLeft(now));
        } catch (ClientIdentityException e) {
            return Optional.empty(); // the health check says so
        }
    }
}
