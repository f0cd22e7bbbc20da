// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;

import com.google.common.net.InetAddresses;

import dev.strongpost.dns.HostProof;

/** One address of one host that takes mail for a domain: {@code mx1.partner.example[192.0.2.7]:25}. */
public final class Destination {

    private final String hostName;
    private final InetSocketAddress address;
    private final boolean implicitTls;
    private final Optional<String> unresolved;
    private final HostProof proof;

    private Destination(
            String hostName,
            InetSocketAddress address,
            boolean implicitTls,
            Optional<String> unresolved,
            HostProof proof) {
        this.hostName = hostName;
        this.address = address;
        this.implicitTls = implicitTls;
        this.unresolved = unresolved;
        this.proof = proof;
    }

    /** Returns the destination {@code hostName} (without trailing dot) at {@code address} and {@code port}. */
    public static Destination of(String hostName, InetAddress address, int port) {
        String name = hostName.endsWith(".") ? hostName.substring(0, hostName.length() - 1) : hostName;
        return new Destination(name, new InetSocketAddress(address, port), false, Optional.empty(), HostProof.none());
    }

    /** Returns a host whose addresses cannot be found at this time, for the reason {@code why}. */
    static Destination unresolved(String hostName, int port, String why) {
        return new Destination(
                hostName,
                InetSocketAddress.createUnresolved(hostName, port),
                false,
                Optional.of(why),
                HostProof.none());
    }

    /** Returns why there is no address to connect to; empty when there is one. */
    public Optional<String> unresolvedBecause() {
        return unresolved;
    }

    /** Returns the same destination, where TLS comes before the greeting (RFC 8314 section 3.3). */
    Destination withImplicitTls() {
        return new Destination(hostName, address, true, unresolved, proof);
    }

    /** Returns the same destination, found in a way of which this is proven. It is equal to this one. */
    public Destination provenBy(HostProof found) {
        return new Destination(hostName, address, implicitTls, unresolved, found);
    }

    /** Returns what is proven of the way in which it was found. */
    public HostProof proof() {
        return proof;
    }

    /** Tells whether TLS comes before the greeting. */
    boolean isImplicitTls() {
        return implicitTls;
    }

    /** Returns the name in the MX record, or of the gateway, or the text of the address for an address literal. */
    public String hostName() {
        return hostName;
    }

    /** Returns where to connect to. */
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Destination
                && ((Destination) other).hostName.equalsIgnoreCase(hostName)
                && ((Destination) other).address.equals(address)
                && ((Destination) other).implicitTls == implicitTls;
    }

    @Override
    public int hashCode() {
        return Objects.hash(address);
    }

    @Override
    public String toString() {
        return hostName + addressText() + ":" + address.getPort();
    }

    private String addressText() {
        return unresolved.isPresent() ? "" : "[" + InetAddresses.toAddrString(address.getAddress()) + "]";
    }
}
