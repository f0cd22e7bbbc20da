// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import java.util.Optional;

import com.google.common.collect.ImmutableList;

import dev.strongpost.address.ALabels;
import dev.strongpost.address.AddressPattern;
import dev.strongpost.address.DomainNames;
import dev.strongpost.policy.PolicyExplanation;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.text.InvalidValueException;

/**
 * Whom outbound mail is for: one address, or one that represents all that a rule covers. The stand-ins have a local part
 * and a label that no address has, so that no narrower rule is meant for them. Immutable.
 */
public final class Recipient implements PolicyQuery {
    private static final String ANYONE = "any-0f3b7c2e91d64a58";
    private static final String ANYWHERE = ANYONE + ".invalid"; // RFC 2606 section 2

    private final String title;
    private final String localPart;
    private final String domain;

    private Recipient(String title, String localPart, String domain) {
        this.title = title;
        this.localPart = localPart;
        this.domain = domain;
    }

    /**
     * Returns the recipient written as {@code user@domain}, or as {@code domain} for anyone there; empty for what is no
     * address and no domain: an answer to it would mean nothing. The local part may be quoted, the domain may be an
     * address literal, in U-labels or in A-labels.
     */
    public static Optional<Recipient> parse(String text) {
        int at = text.lastIndexOf('@');
        String domain = text.substring(at + 1);
        String localPart = at < 0 ? ANYONE : text.substring(0, at);
        return isDomain(domain) && isLocalPart(localPart)
                ? Optional.of(new Recipient(text, localPart, domain))
                : Optional.empty();
    }

    private static boolean isDomain(String domain) {
        return ALabels.of(domain).isPresent() && !DomainNames.canonical(domain).equals(DomainNames.NONE);
    }

    private static boolean isLocalPart(String localPart) {
        try {
            return !AddressPattern.parse(localPart + "@").isEmpty();
        } catch (InvalidValueException e) {
            return false;
        }
    }

    /**
     * Returns stand-ins for those whom a rule for {@code who} covers: for a domain somebody there and somebody below
     * it.
     *
     * @param who in canonical spelling
     */
    public static ImmutableList<Recipient> coveredBy(String who) {
        int at = who.lastIndexOf('@');
        if (at >= 0) {
            String domain = who.substring(at + 1);
            return ImmutableList.of(new Recipient(who, who.substring(0, at), domain.isEmpty() ? ANYWHERE : domain));
        }
        switch (who.charAt(0)) {
            case '*':
                return ImmutableList.of(new Recipient(who, ANYONE, ANYWHERE));
            case '=':
                return ImmutableList.of(new Recipient(who.substring(1), ANYONE, who.substring(1)));
            case '.':
                return ImmutableList.of(below(who.substring(1)));
            case '[':
                return ImmutableList.of(new Recipient(who, ANYONE, who));
            default:
                return ImmutableList.of(new Recipient(who, ANYONE, who), below(who));
        }
    }

    private static Recipient below(String domain) {
        return new Recipient("." + domain, ANYONE, ANYONE + "." + domain);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String above() {
        return title.startsWith(".") ? title.substring(1) : "";
    }

    /** Returns the local part. */
    String localPart() {
        return localPart;
    }

    /** Returns the domain. */
    String domain() {
        return domain;
    }

    @Override
    public TlsRequirement requirementIn(PolicyTable table) {
        return table.lookup(localPart, domain);
    }

    @Override
    public TlsRequirement enforcedIn(PolicyTable table) {
        return table.lookupEnforced(localPart, domain);
    }

    @Override
    public PolicyExplanation explainIn(PolicyTable table) {
        return table.explain(localPart, domain);
    }

    @Override
    public String toString() {
        return title;
    }
}
