// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;

import com.google.common.net.InetAddresses;

/** The one spelling of an address literal (RFC 5321 section 4.1.3): {@code [192.0.2.7]}, {@code [IPv6:2001:db8::1]}. */
public final class AddressLiterals {
    /** Means "no literal". */
    static final String NONE = "";

    private static final String IPV6_TAG = "ipv6:";
    private static final int LONGEST = 64;

    private AddressLiterals() {}

    /**
     * Returns the canonical form of {@code text}, with or without its brackets (James's {@code Domain} drops them);
     * {@link #NONE} when it is no literal.
     */
    public static String canonical(String text) {
        String bare = withoutBrackets(text);
        if (bare.length() > LONGEST || bare.indexOf('%') >= 0) {
            return NONE;
        }
        boolean tagged = bare.toLowerCase(Locale.ROOT).startsWith(IPV6_TAG);
        String address = tagged ? bare.substring(IPV6_TAG.length()) : bare;
        boolean ipv6 = address.indexOf(':') >= 0;
        if ((tagged && !ipv6) || !InetAddresses.isInetAddress(address)) {
            return NONE;
        }
        return format(InetAddresses.forString(address), ipv6);
    }

    public static boolean isLiteral(String canonicalDomain) {
        return canonicalDomain.startsWith("[");
    }

    private static String withoutBrackets(String text) {
        return text.length() > 2 && text.startsWith("[") && text.endsWith("]")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private static String format(InetAddress address, boolean ipv6) {
        String text = InetAddresses.toAddrString(address);
        if (!ipv6) {
            return "[" + text + "]";
        }
        // The JDK turns ::ffff:192.0.2.7 into an IPv4 address; in mail they are two literals.
        return address instanceof Inet4Address ? "[IPv6:::ffff:" + text + "]" : "[IPv6:" + text + "]";
    }
}
