// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dane;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableList;

import dev.strongpost.address.DomainNames;
import dev.strongpost.certificates.dane.TlsaAssociation;
import dev.strongpost.certificates.dane.TlsaSet;
import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.HostProof;
import dev.strongpost.dns.TlsaLookup;
import dev.strongpost.dns.TlsaRecord;

/**
 * Finds the TLSA records of an MX host (RFC 7672 section 2.2). They are looked up only where DNSSEC proves the way to it:
 * the MX records of the domain, and the addresses of the host, or at least the alias that it is. Does not block, and keeps
 * nothing: the resolver does. Thread-safe.
 */
public final class DaneLookup {
    private final TlsaLookup dns;
    private final Clock clock;
    private final Supplier<Optional<String>> unavailable;

    /** Takes what varies; {@code dns} validates. */
    public DaneLookup(TlsaLookup dns, Clock clock) {
        this(dns, clock, Optional::empty);
    }

    /**
     * Takes what varies.
     *
     * @param unavailable why {@code dns} can prove nothing now, so that nothing can be said to be absent
     */
    public DaneLookup(TlsaLookup dns, Clock clock, Supplier<Optional<String>> unavailable) {
        this.dns = dns;
        this.clock = clock;
        this.unavailable = unavailable;
    }

    /**
     * Returns what is known of a host. Does not fail.
     *
     * @param host the name in the MX record
     * @param port where it listens
     * @param nextHop the domain of the recipients
     * @param proof what is proven of the way from that domain to the host
     */
    public CompletableFuture<DaneAnswer> of(String host, int port, String nextHop, HostProof proof) {
        Optional<String> fault = unavailable.get();
        if (fault.isPresent()) {
            return completed(DaneAnswer.temporary(fault.get()));
        }
        if (!proof.isExchangerProven()) {
            return completed(DaneAnswer.none("the MX records of " + nextHop + " are not signed"));
        }
        Search search = new Search(host, port, nextHop, proof);
        if (proof.areAddressesProven()) {
            return search.in(Stream.concat(proof.hostAlias().stream(), Stream.of(host))
                    .collect(ImmutableList.toImmutableList()));
        }
        // Section 2.2.2: an alias that leads out of what is signed may be signed itself.
        return proof.hostAlias().isPresent()
                ? dns.alias(host).thenCompose(search::behindAlias)
                : completed(unsigned(host));
    }

    private static CompletableFuture<DaneAnswer> completed(DaneAnswer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private static DaneAnswer unsigned(String host) {
        return DaneAnswer.none("the addresses of " + host + " are not signed");
    }

    /** The search for the records of one host. */
    private final class Search {
        private final String host;
        private final int port;
        private final String nextHop;
        private final HostProof proof;

        Search(String host, int port, String nextHop, HostProof proof) {
            this.host = host;
            this.port = port;
            this.nextHop = nextHop;
            this.proof = proof;
        }

        CompletableFuture<DaneAnswer> behindAlias(DnsAnswer<String> alias) {
            if (alias.isTemporary()) {
                return completed(DaneAnswer.temporary(alias.failure().orElseThrow()));
            }
            return alias.isProven() ? in(ImmutableList.of(host)) : completed(unsigned(host));
        }

        /** Looks below each name in turn, until one has records. */
        CompletableFuture<DaneAnswer> in(List<String> baseDomains) {
            String base = baseDomains.get(0);
            return dns.tlsa("_" + port + "._tcp." + base).thenCompose(answer -> {
                if (answer.isTemporary()) {
                    return completed(DaneAnswer.temporary(answer.failure().orElseThrow()));
                }
                if (answer.isProven() && !answer.isAbsent()) {
                    return completed(judged(base, answer.records()));
                }
                return baseDomains.size() > 1
                        ? in(baseDomains.subList(1, baseDomains.size()))
                        : completed(DaneAnswer.none(
                                answer.isAbsent()
                                        ? host + " has no TLSA records"
                                        : "the TLSA records of " + host + " are not signed"));
            });
        }

        private DaneAnswer judged(String base, List<TlsaRecord> records) {
            List<TlsaAssociation> usable = records.stream()
                    .map(record -> TlsaAssociation.of(
                            record.usage(), record.selector(), record.matchingType(), record.association()))
                    .flatMap(Optional::stream)
                    .collect(Collectors.toList());
            return usable.isEmpty()
                    ? DaneAnswer.unusable(base)
                    : DaneAnswer.usable(TlsaSet.of(canonical(base), usable, names(base), clock.instant()));
        }

        /** Section 3.2.2: the base domain as expanded and as it was, and the next hop as it was and expanded. */
        private ImmutableList<String> names(String base) {
            return Stream.of(Stream.of(base), Stream.of(host), Stream.of(nextHop), proof.domainAlias().stream())
                    .flatMap(names -> names)
                    .map(DaneLookup::canonical)
                    .distinct()
                    .collect(ImmutableList.toImmutableList());
        }
    }

    private static String canonical(String name) {
        return DomainNames.canonical(name);
    }
}
