package dev.strongpost.smtpclient;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;

import dev.strongpost.dns.HostLookup;
import dev.strongpost.dns.TemporaryLookupException;

/** Finds the hosts for a domain, in the order in which they are to be tried. Blocks on DNS: not for an event loop. */
public final class Destinations {
    /** More hosts are not tried in one attempt, however many records a domain publishes. */
    private static final int MAX_DESTINATIONS = 20;

    private final HostLookup dns;
    private final int port;
    private final ImmutableList<Gateway> gateways;
    private final boolean shuffleGateways;

    /**
     * Creates the finder.
     *
     * @param port where mail exchangers listen
     * @param gateways hosts with their ports; when not empty, all mail goes to them whatever its domain
     * @param shuffleGateways whether the gateways share the load, instead of being tried in order
     */
    public Destinations(HostLookup dns, int port, List<Gateway> gateways, boolean shuffleGateways) {
        this.dns = dns;
        this.port = port;
        this.gateways = ImmutableList.copyOf(gateways);
        this.shuffleGateways = shuffleGateways;
    }

    /** Returns the destinations for {@code domain}: one for each address of each host, at least one. */
    public ImmutableList<Destination> of(String domain) throws ResolutionException {
        if (!gateways.isEmpty()) {
            return addresses(orderedGateways(), "gateway");
        }
        if (InetAddresses.isInetAddress(domain)) {
            // RFC 5321 section 4.1.3: an address literal is the host, without a lookup.
            return ImmutableList.of(Destination.of(domain, InetAddresses.forString(domain), port));
        }
        return addresses(mailExchangers(domain), domain);
    }

    private List<Gateway> orderedGateways() {
        List<Gateway> ordered = new ArrayList<>(gateways);
        if (shuffleGateways) {
            Collections.shuffle(ordered);
        }
        return ordered;
    }

    private List<Gateway> mailExchangers(String domain) throws ResolutionException {
        ImmutableList<String> hosts;
        try {
            hosts = dns.mailExchangers(domain);
        } catch (TemporaryLookupException e) {
            throw ResolutionException.temporary("DNS does not answer for the mail exchangers of " + domain);
        }
        if (hosts.isEmpty()) {
            throw ResolutionException.noSuchDomain(domain);
        }
        if (hosts.size() == 1 && isRoot(hosts.get(0))) {
            throw ResolutionException.nullMx(domain);
        }
        return hosts.stream()
                .map(host -> Gateway.of(withoutDot(host), port, false))
                .collect(ImmutableList.toImmutableList());
    }

    private static boolean isRoot(String host) {
        return host.isEmpty() || host.equals(".");
    }

    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private ImmutableList<Destination> addresses(List<Gateway> hosts, String what) throws ResolutionException {
        List<Destination> destinations = new ArrayList<>();
        for (Gateway host : hosts) {
            for (InetAddress address : addressesOf(host.host())) {
                Destination destination = Destination.of(host.host(), address, host.port());
                destinations.add(host.isImplicitTls() ? destination.withImplicitTls() : destination);
            }
        }
        if (destinations.isEmpty()) {
            // A name without address is not told apart from a name server that does not answer, so the mail waits.
            throw ResolutionException.temporary("no mail exchanger of " + what + " has an address");
        }
        return ImmutableList.copyOf(destinations.subList(0, Math.min(destinations.size(), MAX_DESTINATIONS)));
    }

    private ImmutableList<InetAddress> addressesOf(String host) {
        try {
            return InetAddresses.isInetAddress(host)
                    ? ImmutableList.of(InetAddresses.forString(host))
                    : dns.addresses(host);
        } catch (TemporaryLookupException e) {
            return ImmutableList.of();
        }
    }
}
