package dev.strongpost.mailets.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.dnsservice.api.TemporaryResolutionException;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;

/** Finds the hosts for a domain, in the order in which they are to be tried. Blocks on DNS: not for an event loop. */
public final class Destinations {
    /** More hosts are not tried in one attempt, however many records a domain publishes. */
    private static final int MAX_DESTINATIONS = 20;

    /** Why there is no host to try. */
    static final class Unresolvable extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient DeliveryFailure failure;
        private final boolean noSuchDomain;

        private Unresolvable(DeliveryFailure failure, boolean noSuchDomain) {
            super(failure.text());
            this.failure = failure;
            this.noSuchDomain = noSuchDomain;
        }

        /** Returns what to tell the sender. */
        DeliveryFailure failure() {
            return failure;
        }

        /** Tells whether DNS says that the domain does not exist, as against not answering. */
        boolean isNoSuchDomain() {
            return noSuchDomain;
        }
    }

    private final DNSService dns;
    private final int port;
    private final ImmutableList<HostAndPort> gateways;
    private final boolean shuffleGateways;

    /**
     * Creates the finder.
     *
     * @param port where mail exchangers listen
     * @param gateways hosts with their ports; when not empty, all mail goes to them whatever its domain
     * @param shuffleGateways whether the gateways share the load, instead of being tried in order
     */
    public Destinations(DNSService dns, int port, List<HostAndPort> gateways, boolean shuffleGateways) {
        this.dns = dns;
        this.port = port;
        this.gateways = ImmutableList.copyOf(gateways);
        this.shuffleGateways = shuffleGateways;
    }

    /** Returns the destinations for {@code domain}: one for each address of each host, at least one. */
    ImmutableList<Destination> of(Domain domain) throws Unresolvable {
        if (!gateways.isEmpty()) {
            return addresses(orderedGateways(), "gateway");
        }
        String name = domain.asString();
        if (InetAddresses.isInetAddress(name)) {
            // RFC 5321 section 4.1.3: an address literal is the host, without a look-up.
            return ImmutableList.of(Destination.of(name, InetAddresses.forString(name), port));
        }
        return addresses(mailExchangers(name), name);
    }

    private List<HostAndPort> orderedGateways() {
        List<HostAndPort> ordered = new ArrayList<>(gateways);
        if (shuffleGateways) {
            Collections.shuffle(ordered);
        }
        return ordered;
    }

    private List<HostAndPort> mailExchangers(String domain) throws Unresolvable {
        Collection<String> hosts;
        try {
            hosts = dns.findMXRecords(domain);
        } catch (TemporaryResolutionException e) {
            throw temporary("4.4.3", "DNS does not answer for the mail exchangers of " + domain);
        }
        if (hosts.isEmpty()) {
            // RFC 3463: 5.1.2 bad destination system address.
            throw new Unresolvable(
                    DeliveryFailure.local(
                            DeliveryFailure.Kind.PERMANENT,
                            "5.1.2",
                            "the domain " + domain + " has no mail exchanger and no address"),
                    true);
        }
        if (hosts.size() == 1 && isRoot(hosts.iterator().next())) {
            // RFC 7505 section 4.2: a null MX; the code and text are the ones it gives.
            throw new Unresolvable(
                    DeliveryFailure.local(
                            DeliveryFailure.Kind.PERMANENT,
                            "5.1.10",
                            "556 5.1.10 " + domain + " does not accept mail (null MX)"),
                    false);
        }
        return hosts.stream()
                .map(host -> HostAndPort.fromParts(withoutDot(host), port))
                .collect(ImmutableList.toImmutableList());
    }

    private static boolean isRoot(String host) {
        return host.isEmpty() || host.equals(".");
    }

    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private ImmutableList<Destination> addresses(List<HostAndPort> hosts, String what) throws Unresolvable {
        List<Destination> destinations = new ArrayList<>();
        for (HostAndPort host : hosts) {
            for (InetAddress address : addressesOf(host.getHost())) {
                destinations.add(Destination.of(host.getHost(), address, host.getPort()));
            }
        }
        if (destinations.isEmpty()) {
            // James cannot tell a name without address from a name server that does not answer, so the mail waits.
            throw temporary("4.4.3", "no mail exchanger of " + what + " has an address");
        }
        return ImmutableList.copyOf(destinations.subList(0, Math.min(destinations.size(), MAX_DESTINATIONS)));
    }

    private Collection<InetAddress> addressesOf(String host) {
        try {
            return InetAddresses.isInetAddress(host)
                    ? ImmutableList.of(InetAddresses.forString(host))
                    : dns.getAllByName(host);
        } catch (UnknownHostException e) {
            return ImmutableList.of();
        }
    }

    private static Unresolvable temporary(String status, String why) {
        return new Unresolvable(DeliveryFailure.local(DeliveryFailure.Kind.TRANSIENT, status, why), false);
    }
}
