package dev.strongpost.cli.probe;

import java.net.IDN;

import org.apache.james.core.Domain;

import com.google.common.net.InetAddresses;

import dev.strongpost.cli.CommandFailure;
import dev.strongpost.evidence.PeerText;
import dev.strongpost.policy.review.Recipient;

/** Whom mail is for: a recipient, or anyone at a domain or an address literal. Immutable. */
final class ProbeTarget {
    private final Recipient recipient;
    private final Domain domain;

    private ProbeTarget(Recipient recipient, Domain domain) {
        this.recipient = recipient;
        this.domain = domain;
    }

    /**
     * Returns the target written as {@code user@partner.example}, {@code partner.example} (U-labels or A-labels) or
     * {@code [192.0.2.7]}.
     *
     * @throws CommandFailure when it is none, or one that James delivers to nobody at
     */
    static ProbeTarget parse(String text) {
        Recipient recipient = Recipient.parse(text).orElseThrow(() -> unfit(text));
        String name = text.substring(text.lastIndexOf('@') + 1);
        try {
            return new ProbeTarget(recipient, Domain.of(ascii(name)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw unfit(text); // the last is what IDN throws at an empty label
        }
    }

    private static String ascii(String name) {
        String ascii = name.chars().allMatch(c -> c < 0x80) ? name : IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
        return ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
    }

    private static CommandFailure unfit(String text) {
        return CommandFailure.usage("given " + PeerText.clean(text)
                + ": allowed partner.example, user@partner.example or [192.0.2.7];"
                + " James 3.8.1 delivers to no IPv6 literal");
    }

    /** Returns whom to ask a table about. */
    Recipient recipient() {
        return recipient;
    }

    /** Returns the next hop, as James has it. */
    Domain domain() {
        return domain;
    }

    /** Returns the domain as a rule is written for it. */
    String who() {
        String name = domain.asString();
        return InetAddresses.isInetAddress(name) ? "[" + name + "]" : name;
    }
}
