// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.net.Inet6Address;
import java.net.InetAddress;

/** One of the two kinds of IP address. */
public enum AddressFamily {
    /** Addresses of A records. */
    IPV4,
    /** Addresses of AAAA records, RFC 3596. */
    IPV6;

    /** Returns the family of {@code address}. */
    public static AddressFamily of(InetAddress address) {
        return address instanceof Inet6Address ? IPV6 : IPV4;
    }

    /** Returns the word for it: {@code ipv4}, {@code ipv6}. */
    public String word() {
        return this == IPV4 ? "ipv4" : "ipv6";
    }
}
