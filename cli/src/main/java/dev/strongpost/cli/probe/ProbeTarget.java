// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.probe;

import com.google.common.net.InetAddresses;

import dev.strongpost.address.AddressLiterals;
import dev.strongpost.address.DomainNames;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.policy.lint.Recipient;
import dev.strongpost.text.InvalidValueException;
import dev.strongpost.text.Sanitizer;

/** Whom mail is for: a recipient, or anyone at a domain or an address literal. Immutable. */
final class ProbeTarget {
    private final Recipient recipient;
    private final String domain;

    private ProbeTarget(Recipient recipient, String domain) {
        this.recipient = recipient;
        this.domain = domain;
    }

    /**
     * Returns the target written as {@code user@partner.example}, {@code partner.example} (U-labels or A-labels) or
     * {@code [192.0.2.7]}.
     *
     * @throws CommandFailure when it is none, or one that James does not deliver to
     */
    static ProbeTarget parse(String text) {
        Recipient recipient = Recipient.parse(text).orElseThrow(() -> unfit(text));
        String name = text.substring(text.lastIndexOf('@') + 1);
        String literal = AddressLiterals.canonical(name);
        if (name.startsWith("[") && InetAddresses.isInetAddress(bare(literal))) {
            return new ProbeTarget(recipient, bare(literal));
        }
        try {
            return new ProbeTarget(recipient, DomainNames.parse(name));
        } catch (InvalidValueException e) {
            throw unfit(text);
        }
    }

    private static String bare(String literal) {
        return literal.isEmpty() ? "" : literal.substring(1, literal.length() - 1);
    }

    private static CommandFailure unfit(String text) {
        return CommandFailure.usage("given " + Sanitizer.clean(text)
                + ": allowed partner.example, user@partner.example or [192.0.2.7];"
                + " James 3.8.1 delivers to no IPv6 literal");
    }

    /** Returns whom to ask a table about. */
    Recipient recipient() {
        return recipient;
    }

    /** Returns the next hop: a domain, or the address of a literal without its brackets. */
    String domain() {
        return domain;
    }

    /** Tells whether it is an address literal, which has no domain. */
    boolean isAddress() {
        return InetAddresses.isInetAddress(domain);
    }

    /** Returns the domain as a rule is written for it. */
    String who() {
        return isAddress() ? "[" + domain + "]" : domain;
    }
}
