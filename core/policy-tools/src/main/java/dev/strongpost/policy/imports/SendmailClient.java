// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.Locale;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;

import dev.strongpost.policy.rule.InboundSubject;

/**
 * The key of a {@code TLS_Clt:} line: a domain, which takes in its sub-domains; an address; the beginning of one up to
 * a dot or colon, which is a network ({@code SLookUpAddress} in cf/m4/proto.m4); nothing for every client. Immutable.
 */
final class SendmailClient {
    private static final CharMatcher IPV4 = CharMatcher.inRange('0', '9').or(CharMatcher.is('.'));
    private static final CharMatcher NOT_IN_KEYS = CharMatcher.anyOf("/*=");
    private static final String IPV6_TAG = "ipv6:";
    private static final String EVERYONE = "*";
    private static final String NO_CLIENT =
            "no client has this key: a network is written as the beginning of an address, up to a dot or colon";
    private static final int OCTETS = 4;
    private static final int GROUPS = 8;

    private final String who;
    private final boolean name;

    private SendmailClient(String who, boolean name) {
        this.who = who;
        this.name = name;
    }

    /**
     * Returns the client that {@code key} means.
     *
     * @throws UntranslatableException when Sendmail would never find it, while the policy table would take it for
     *     something else
     */
    static SendmailClient parse(String key) throws UntranslatableException {
        if (key.isEmpty()) {
            return new SendmailClient(EVERYONE, false);
        }
        if (key.toLowerCase(Locale.ROOT).startsWith(IPV6_TAG)) {
            return new SendmailClient(ipv6(key.substring(IPV6_TAG.length())), false);
        }
        if (NOT_IN_KEYS.matchesAnyOf(key) || key.indexOf(':') >= 0) {
            throw new UntranslatableException(NO_CLIENT);
        }
        return IPV4.matchesAllOf(key)
                ? new SendmailClient(network(key, '.', OCTETS, ".0"), false)
                : new SendmailClient(key, true);
    }

    private static String ipv6(String address) throws UntranslatableException {
        if (NOT_IN_KEYS.matchesAnyOf(address) || address.endsWith(":")) {
            throw new UntranslatableException(NO_CLIENT);
        }
        return address.contains("::") ? address : network(address, ':', GROUPS, ":0");
    }

    // Of IPv4 every part is 8 bits, of IPv6 16.
    private static String network(String start, char separator, int parts, String filler) {
        int given = Splitter.on(separator).splitToList(start).size();
        int bits = parts == OCTETS ? Byte.SIZE : Short.SIZE;
        return given >= parts ? start : start + filler.repeat(parts - given) + "/" + given * bits;
    }

    /**
     * Returns a rule for it, without terms.
     *
     * @throws UntranslatableException when it has characters that mean something else here
     */
    RuleDraft rule() throws UntranslatableException {
        if (who.equals(EVERYONE)) {
            return RuleDraft.forEveryClient();
        }
        RuleDraft rule = RuleDraft.forName(InboundSubject.CLIENT.prefix(), who);
        return !name && who.indexOf(':') >= 0
                ? rule.uncertain(
                        "Sendmail compares the text of an IPv6 address, which may be written out in full there")
                : rule;
    }

    /** Tells whether the client is meant by its name. */
    boolean isName() {
        return name;
    }
}
