// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

import dev.strongpost.address.AddressLiterals;
import dev.strongpost.address.DomainNames;

/** Compares a wanted name with those a certificate bears: RFC 6125 section 6.4, and Postfix's {@code .suffix}. */
public final class NamePattern {
    private NamePattern() {}

    /**
     * Tells whether the certificate bears what {@code pattern} wants: a name, an address literal, or with a dot in
     * front any name below it. All canonical.
     */
    public static boolean isBorneBy(String pattern, CertificateNames names) {
        if (AddressLiterals.isLiteral(pattern)) {
            // RFC 6125 section 6.2.1 leaves addresses to iPAddress; a dNSName that looks like one is not one.
            return names.ipAddresses().stream()
                    .anyMatch(ip -> AddressLiterals.canonical(ip).equals(pattern));
        }
        return names.dnsNames().stream().anyMatch(borne -> matches(pattern, borne));
    }

    /**
     * Tells whether a certificate with these names may speak for {@code host}, as at level {@code verify}; never for
     * what is no host name or address.
     */
    public static boolean namesHost(CertificateNames names, String host) {
        String canonical = DomainNames.canonical(host);
        return !canonical.equals(DomainNames.NONE) && isBorneBy(canonical, names);
    }

    /**
     * Tells whether the dNSName {@code borne} is what {@code pattern} wants: a name, or with a dot in front any name
     * below it.
     */
    public static boolean matches(String pattern, String borne) {
        if (pattern.startsWith(".")) {
            return borne.length() > pattern.length() && borne.endsWith(pattern);
        }
        return borne.equals(pattern) || matchesWildcard(pattern, borne);
    }

    // RFC 6125 section 6.4.3: the wildcard is the whole left-most label and matches exactly one.
    private static boolean matchesWildcard(String name, String borne) {
        int dot = name.indexOf('.');
        return dot > 0 && borne.startsWith("*.") && borne.substring(1).equals(name.substring(dot));
    }
}
