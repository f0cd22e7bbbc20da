// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.address.AddressLiterals;
import dev.strongpost.address.DomainNames;
import dev.strongpost.certificates.NamePattern;
import dev.strongpost.text.InvalidValueException;

/**
 * One name that a certificate may bear: an item of {@code match=}, with the meaning it has in Postfix's
 * {@code smtp_tls_secure_cert_match}. Immutable.
 */
public final class NameMatch {
    private enum Kind {
        HOSTNAME,
        NEXTHOP,
        DOT_NEXTHOP,
        NAME
    }

    private static final ImmutableMap<Kind, String> OUTBOUND_WORDS = ImmutableMap.of(
            Kind.HOSTNAME, "the MX host",
            Kind.NEXTHOP, "the recipient domain",
            Kind.DOT_NEXTHOP, "a sub-domain of it");

    private static final ImmutableMap<Kind, String> INBOUND_WORDS = ImmutableMap.of(
            Kind.HOSTNAME, "the client's host name",
            Kind.NEXTHOP, "the sender's domain",
            Kind.DOT_NEXTHOP, "a sub-domain of it");

    private static final NameMatch HOSTNAME = new NameMatch(Kind.HOSTNAME, "hostname");
    private static final NameMatch NEXTHOP = new NameMatch(Kind.NEXTHOP, "nexthop");
    private static final NameMatch DOT_NEXTHOP = new NameMatch(Kind.DOT_NEXTHOP, "dot-nexthop");

    private final Kind kind;
    private final String text;

    private NameMatch(Kind kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    /** Returns the match for the name of the MX host that was connected to, or of the client that connects. */
    public static NameMatch hostname() {
        return HOSTNAME;
    }

    /** Returns the match for the recipient domain itself, or the sender's domain in inbound mail. */
    public static NameMatch nexthop() {
        return NEXTHOP;
    }

    /** Returns the match for any sub-domain of the recipient domain, or of the sender's in inbound mail. */
    public static NameMatch dotNexthop() {
        return DOT_NEXTHOP;
    }

    /**
     * Returns the match written as {@code hostname}, {@code nexthop}, {@code dot-nexthop}, a name or a {@code .suffix};
     * empty when it is none.
     */
    public static Optional<NameMatch> parse(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "hostname":
                return Optional.of(HOSTNAME);
            case "nexthop":
                return Optional.of(NEXTHOP);
            case "dot-nexthop":
                return Optional.of(DOT_NEXTHOP);
            default:
                return parseName(text);
        }
    }

    private static Optional<NameMatch> parseName(String text) {
        boolean suffix = text.startsWith(".");
        try {
            String name = DomainNames.parse(suffix ? text.substring(1) : text);
            return Optional.of(new NameMatch(Kind.NAME, suffix ? "." + name : name));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the names of which a certificate has to bear one: the rule's, or the default of its level as in Postfix.
     * Empty for {@code verify} of inbound mail: as in Sendmail any name will do, since a client has no name that
     * it was reached by.
     */
    static ImmutableList<NameMatch> effective(TlsRequirement requirement) {
        if (!requirement.match().isEmpty()) {
            return requirement.match();
        }
        if (requirement.level() == TlsLevel.SECURE) {
            return ImmutableList.of(NEXTHOP, DOT_NEXTHOP);
        }
        return requirement.isInbound() ? ImmutableList.of() : ImmutableList.of(HOSTNAME);
    }

    /**
     * Returns the name, or the {@code .suffix}, that a certificate has to bear, canonical; empty when the host name or
     * next hop that it means is not known, or is no name.
     */
    Optional<String> pattern(Optional<String> hostName, Optional<String> nextHop) {
        switch (kind) {
            case HOSTNAME:
                return hostName.flatMap(NameMatch::canonical);
            case NEXTHOP:
                return nextHop.flatMap(NameMatch::canonical);
            case DOT_NEXTHOP:
                return nextHop.flatMap(NameMatch::canonical)
                        .filter(name -> !AddressLiterals.isLiteral(name))
                        .map(name -> "." + name);
            case NAME:
                return Optional.of(text);
        }
        throw new AssertionError(kind);
    }

    /**
     * Tells whether one of {@code dnsNames}, the dNSName entries of a certificate in lower case, is what this asks for
     * where {@code domain} is host name and next hop. False when the domain is none.
     */
    public boolean isBorneBy(Collection<String> dnsNames, String domain) {
        Optional<String> name = Optional.of(domain);
        return pattern(name, name)
                .filter(pattern -> dnsNames.stream().anyMatch(borne -> NamePattern.matches(pattern, borne)))
                .isPresent();
    }

    /** Returns the match in words for a person: {@code the MX host}. */
    String words(boolean inbound) {
        return (inbound ? INBOUND_WORDS : OUTBOUND_WORDS).getOrDefault(kind, text);
    }

    private static Optional<String> canonical(String name) {
        return Optional.of(DomainNames.canonical(name)).filter(canonical -> !canonical.equals(DomainNames.NONE));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NameMatch && kind == ((NameMatch) other).kind && text.equals(((NameMatch) other).text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, text);
    }

    /** Returns the match as the policy table writes it. */
    @Override
    public String toString() {
        return text;
    }
}
