// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.util.Objects;

import com.google.common.net.HostAndPort;

/** A host that takes mail for all domains, in place of their mail exchangers. */
public final class Gateway {
    private final String host;
    private final int port;
    private final boolean implicitTls;

    private Gateway(String host, int port, boolean implicitTls) {
        this.host = host;
        this.port = port;
        this.implicitTls = implicitTls;
    }

    /**
     * Returns the gateway {@code host}, a name or an IP address without brackets.
     *
     * @param port 1 to 65535
     * @param implicitTls whether TLS comes before the greeting (RFC 8314 section 3.3), as on port 465
     */
    public static Gateway of(String host, int port, boolean implicitTls) {
        return new Gateway(host, port, implicitTls);
    }

    /** Returns the name or the address. */
    public String host() {
        return host;
    }

    /** Returns the port. */
    public int port() {
        return port;
    }

    /** Tells whether TLS comes before the greeting. */
    public boolean isImplicitTls() {
        return implicitTls;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Gateway
                && ((Gateway) other).host.equals(host)
                && ((Gateway) other).port == port
                && ((Gateway) other).implicitTls == implicitTls;
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port, implicitTls);
    }

    @Override
    public String toString() {
        return (implicitTls ? "smtps://" : "") + HostAndPort.fromParts(host, port);
    }
}
