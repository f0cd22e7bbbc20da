// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;

import dev.strongpost.address.AddressLiterals;
import dev.strongpost.dns.AddressFamily;
import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.HostLookup;
import dev.strongpost.dns.HostNames;
import dev.strongpost.dns.HostProof;
import dev.strongpost.dns.MailExchanger;

/** Finds the hosts for a domain, in the order in which they are to be tried. Does not block. */
public final class Destinations {
    /** More hosts, and more addresses of one, are not tried in one attempt, however many a domain publishes. */
    private static final int MAX_HOSTS = 20;

    private static final int MAX_ADDRESSES = 5;

    private final HostLookup dns;
    private final int port;
    private final ImmutableList<AddressFamily> families;
    private final OwnHosts ownHosts;
    private final ImmutableList<Gateway> gateways;
    private final boolean shuffles;

    /** One host, and what is known of its addresses. */
    private static final class Candidate {
        private final Gateway host;
        private final int preference;
        private final DnsAnswer<InetAddress> addresses;
        private final HostProof proof;

        private Candidate(Gateway host, int preference, DnsAnswer<InetAddress> addresses, DnsAnswer<?> exchangers) {
            this.proof =
                    HostProof.of(exchangers.isProven(), exchangers.alias(), addresses.isProven(), addresses.alias());
            this.host = host;
            this.preference = preference;
            this.addresses = addresses;
        }
    }

    /**
     * Creates the finder.
     *
     * @param port where mail exchangers listen
     * @param families which addresses are tried, the family of the first one before the others
     * @param ownHosts who of the mail exchangers is this server
     * @param gateways when not empty, all mail goes to them whatever its domain
     * @param shuffles whether equal mail exchangers, and gateways, share the load; by name and in order otherwise
     */
    public Destinations(
            HostLookup dns,
            int port,
            List<AddressFamily> families,
            OwnHosts ownHosts,
            List<Gateway> gateways,
            boolean shuffles) {
        this.dns = dns;
        this.port = port;
        this.families = ImmutableList.copyOf(families);
        this.ownHosts = ownHosts;
        this.gateways = ImmutableList.copyOf(gateways);
        this.shuffles = shuffles;
    }

    /**
     * Returns the destinations for {@code domain}, at least one: each address of each host, and each host whose
     * addresses cannot be found at this time, which is out of reach and not absent.
     *
     * @return fails with {@link ResolutionException}
     */
    public CompletableFuture<ImmutableList<Destination>> of(String domain) {
        if (!gateways.isEmpty()) {
            return all(shuffled(gateways).stream()
                            .map(host -> candidate(host, 0, DnsAnswer.absent()))
                            .collect(Collectors.toList()))
                    .thenCompose(found -> destinations(found, "gateway"));
        }
        String literal = AddressLiterals.canonical(domain);
        if (AddressLiterals.isLiteral(literal)) {
            // RFC 5321 section 4.1.3: an address literal is the host, without a lookup.
            InetAddress address = InetAddresses.forString(
                    literal.replaceFirst("^\\[(IPv6:)?", "").replace("]", ""));
            Gateway host = Gateway.of(InetAddresses.toAddrString(address), port, false);
            Candidate candidate = new Candidate(host, 0, DnsAnswer.of(ImmutableList.of(address)), DnsAnswer.absent());
            return withoutUs(ImmutableList.of(candidate), domain);
        }
        return dns.mailExchangers(domain).thenCompose(answer -> {
            if (answer.isTemporary()) {
                return fail(ResolutionException.temporary(answer.failure().orElseThrow()));
            }
            return answer.isAbsent() ? domainItself(domain, answer) : exchangers(domain, answer);
        });
    }

    private static <T> CompletableFuture<T> fail(ResolutionException reason) {
        return CompletableFuture.failedFuture(reason);
    }

    private <T> List<T> shuffled(List<T> items) {
        List<T> result = new ArrayList<>(items);
        if (shuffles) {
            Collections.shuffle(result);
        }
        return result;
    }

    /** RFC 5321 section 5.1: without an MX record the domain is its own host, if it has an address. */
    private CompletableFuture<ImmutableList<Destination>> domainItself(String domain, DnsAnswer<MailExchanger> none) {
        return candidate(Gateway.of(domain, port, false), 0, none).thenCompose(found -> {
            if (found.addresses.isTemporary()) {
                return fail(
                        ResolutionException.temporary(found.addresses.failure().orElseThrow()));
            }
            return found.addresses.isAbsent()
                    ? fail(withoutAddress(domain))
                    : withoutUs(ImmutableList.of(found), domain);
        });
    }

    /** That there is no address of any family is proven only when all were asked for. */
    private ResolutionException withoutAddress(String domain) {
        return families.size() == AddressFamily.values().length
                ? ResolutionException.noSuchDomain(domain)
                : ResolutionException.temporary(domain + " has no mail exchanger, and no address of addressFamilies");
    }

    private CompletableFuture<ImmutableList<Destination>> exchangers(String domain, DnsAnswer<MailExchanger> answer) {
        if (MailExchanger.isNullMx(answer.records())) {
            return fail(ResolutionException.nullMx(domain));
        }
        List<MailExchanger> usable = shuffled(answer.records()).stream()
                .filter(record -> HostNames.isHostName(record.host()))
                .sorted(shuffles ? Comparator.comparingInt(MailExchanger::preference) : byPreferenceAndName())
                .limit(MAX_HOSTS)
                .collect(Collectors.toList());
        if (usable.isEmpty()) {
            return fail(ResolutionException.temporary("no mail exchanger of " + domain + " is a host name"));
        }
        List<CompletableFuture<Candidate>> found = usable.stream()
                .map(record -> candidate(Gateway.of(record.host(), port, false), record.preference(), answer))
                .collect(Collectors.toList());
        return all(found).thenCompose(candidates -> withoutUs(candidates, domain));
    }

    private static Comparator<MailExchanger> byPreferenceAndName() {
        return Comparator.comparingInt(MailExchanger::preference).thenComparing(MailExchanger::host);
    }

    private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        return CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> futures.stream().map(CompletableFuture::join).collect(Collectors.toList()));
    }

    private CompletableFuture<Candidate> candidate(Gateway host, int preference, DnsAnswer<?> exchangers) {
        if (InetAddresses.isInetAddress(host.host())) {
            return CompletableFuture.completedFuture(new Candidate(
                    host,
                    preference,
                    DnsAnswer.of(ImmutableList.of(InetAddresses.forString(host.host()))),
                    exchangers));
        }
        List<CompletableFuture<DnsAnswer<InetAddress>>> answers = families.stream()
                .map(family -> dns.addresses(host.host(), family))
                .collect(Collectors.toList());
        return all(answers).thenApply(all -> new Candidate(host, preference, DnsAnswer.merged(all), exchangers));
    }

    /** RFC 5321 section 5.1: who is among the mail exchangers leaves out itself and all of no lower preference. */
    private CompletableFuture<ImmutableList<Destination>> withoutUs(List<Candidate> candidates, String domain) {
        OptionalInt ours = candidates.stream()
                .filter(candidate -> ownHosts.isOurs(candidate.host.host(), candidate.addresses.records()))
                .mapToInt(candidate -> candidate.preference)
                .min();
        if (ours.isEmpty()) {
            return destinations(candidates, domain);
        }
        List<Candidate> better = candidates.stream()
                .filter(candidate -> candidate.preference < ours.getAsInt())
                .collect(Collectors.toList());
        return better.isEmpty() ? fail(ResolutionException.loop(domain)) : destinations(better, domain);
    }

    private CompletableFuture<ImmutableList<Destination>> destinations(List<Candidate> candidates, String what) {
        if (candidates.stream().allMatch(candidate -> candidate.addresses.isAbsent())) {
            return fail(ResolutionException.temporary("no mail exchanger of " + what + " has an address"));
        }
        return CompletableFuture.completedFuture(candidates.stream()
                .flatMap(candidate -> destinations(candidate).stream())
                .collect(ImmutableList.toImmutableList()));
    }

    private static List<Destination> destinations(Candidate candidate) {
        Gateway host = candidate.host;
        if (candidate.addresses.records().isEmpty()) {
            String why = candidate.addresses.failure().orElse(host.host() + " has no address");
            return ImmutableList.of(Destination.unresolved(host.host(), host.port(), why));
        }
        return candidate.addresses.records().stream()
                .limit(MAX_ADDRESSES)
                .map(address -> Destination.of(host.host(), address, host.port()))
                .map(destination -> destination.provenBy(candidate.proof))
                .map(destination -> host.isImplicitTls() ? destination.withImplicitTls() : destination)
                .collect(Collectors.toList());
    }
}
