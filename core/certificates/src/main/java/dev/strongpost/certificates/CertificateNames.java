// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import javax.annotation.Nullable;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

import com.google.common.collect.ImmutableList;

import dev.strongpost.text.Sanitizer;

/**
 * The names that a certificate bears: the dNSName and iPAddress entries of subjectAltName (RFC 5280 section 4.2.1.6).
 * The common name is there to be shown, never to be matched (RFC 9525 section 2). Immutable.
 */
public final class CertificateNames {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final String NO_NAME = "(none)";
    private static final int SHOWN = 5;

    private final ImmutableList<String> dnsNames;
    private final ImmutableList<String> ipAddresses;

    @Nullable
    private final String commonName;

    private CertificateNames(
            ImmutableList<String> dnsNames, ImmutableList<String> ipAddresses, @Nullable String commonName) {
        this.dnsNames = dnsNames;
        this.ipAddresses = ipAddresses;
        this.commonName = commonName;
    }

    /** Returns the names of that certificate. A subjectAltName that cannot be read has none. */
    public static CertificateNames of(X509Certificate certificate) {
        return new CertificateNames(
                entries(certificate, DNS_NAME), entries(certificate, IP_ADDRESS), commonNameOf(certificate));
    }

    private static ImmutableList<String> entries(X509Certificate certificate, int type) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? ImmutableList.of() : entries(names, type);
        } catch (CertificateParsingException e) {
            return ImmutableList.of();
        }
    }

    private static ImmutableList<String> entries(Collection<List<?>> names, int type) {
        return names.stream()
                .filter(name -> name.size() >= 2 && Integer.valueOf(type).equals(name.get(0)))
                .map(name -> withoutTrailingDot(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT)))
                .collect(ImmutableList.toImmutableList());
    }

    private static String withoutTrailingDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    @Nullable
    private static String commonNameOf(X509Certificate certificate) {
        try {
            LdapName subject =
                    new LdapName(certificate.getSubjectX500Principal().getName());
            return subject.getRdns().stream()
                    .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                    .map(Rdn::getValue)
                    .map(String::valueOf)
                    .findFirst()
                    .orElse(null);
        } catch (InvalidNameException e) {
            return null;
        }
    }

    /** Returns the dNSName entries in lower case, wildcards as they are. */
    public ImmutableList<String> dnsNames() {
        return dnsNames;
    }

    /**
     * Tells whether one of the dNSName entries is for the host {@code name}, in lower case and without a trailing dot.
     * A wildcard is the whole left-most label and matches exactly one (RFC 6125 section 6.4.3).
     */
    public boolean cover(String name) {
        int dot = name.indexOf('.');
        return dnsNames.contains(name) || (dot > 0 && dnsNames.contains("*" + name.substring(dot)));
    }

    /** Returns the iPAddress entries in the JDK's spelling. */
    public ImmutableList<String> ipAddresses() {
        return ipAddresses;
    }

    /**
     * Returns the name to call the certificate by: its common name, else its first other name; cleaned as {@link
     * Sanitizer}.
     */
    public String title() {
        return name().map(Sanitizer::clean).orElse(NO_NAME);
    }

    /** Returns the same for people's screens, with letters beyond ASCII, and without what is not shown. */
    public String shownTitle() {
        return name().map(name -> Sanitizer.visible(name, Sanitizer.LIMIT)).orElse(NO_NAME);
    }

    private Optional<String> name() {
        return Optional.ofNullable(commonName).or(() -> alternatives().findFirst());
    }

    /** Returns the names that count, at most five of them, for people: {@code mx.example, *.mx.example}. */
    public String describe() {
        ImmutableList<String> shown =
                alternatives().limit(SHOWN).map(Sanitizer::clean).collect(ImmutableList.toImmutableList());
        long more = alternatives().count() - shown.size();
        if (shown.isEmpty()) {
            return "no name at all (no subjectAltName)";
        }
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }

    private Stream<String> alternatives() {
        return Stream.concat(dnsNames.stream(), ipAddresses.stream());
    }

    @Override
    public String toString() {
        return describe();
    }
}
