package dev.strongpost.smtpclient;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/** One address of one host that takes mail for a domain: {@code mx1.partner.example[192.0.2.7]:25}. */
public final class Destination {

    private final String hostName;
    private final InetSocketAddress address;
    private final boolean implicitTls;

    private Destination(String hostName, InetSocketAddress address, boolean implicitTls) {
        this.hostName = hostName;
        this.address = address;
        this.implicitTls = implicitTls;
    }

    /** Returns the destination {@code hostName} (without trailing dot) at {@code address} and {@code port}. */
    public static Destination of(String hostName, InetAddress address, int port) {
        String name = hostName.endsWith(".") ? hostName.substring(0, hostName.length() - 1) : hostName;
        return new Destination(name, new InetSocketAddress(address, port), false);
    }

    /** Returns the same destination, where TLS comes before the greeting (RFC 8314 section 3.3). */
    Destination withImplicitTls() {
        return new Destination(hostName, address, true);
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
        return hostName + "[" + address.getAddress().getHostAddress() + "]:" + address.getPort();
    }
}
