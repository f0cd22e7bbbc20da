// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.rule;

import java.util.Arrays;
import java.util.Optional;

/**
 * Whom a rule for inbound mail asks about: the word in front of {@code who}. Each is a question of its own, with
 * a most specific rule of its own; none excuses from what another asks.
 */
public enum InboundSubject {
    /**
     * The envelope sender: {@code from:partner.example}. What a rule for inbound mail means when it has no
     * prefix.
     */
    SENDER("from:"),
    /** The local recipient: {@code to:board@here.example}. */
    RECIPIENT("to:"),
    /**
     * The host that connects, by its address or by a name: {@code client:192.0.2.0/24}, {@code
     * client:mx.partner.example}.
     */
    CLIENT("client:"),
    /** A name in the certificate that the client proved to be its own: {@code cert:mx.partner.example}. */
    CERTIFICATE("cert:");

    private final String prefix;

    InboundSubject(String prefix) {
        this.prefix = prefix;
    }

    /** Returns the kind that {@code who} begins with, without regard to case; empty when it begins with none. */
    public static Optional<InboundSubject> of(String who) {
        int colon = who.indexOf(':'); // most rules have none
        return colon < 0
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(kind -> who.regionMatches(true, 0, kind.prefix, 0, kind.prefix.length()))
                        .findFirst();
    }

    /** Returns what is in front of {@code who}: {@code from:}. */
    public String prefix() {
        return prefix;
    }
}
