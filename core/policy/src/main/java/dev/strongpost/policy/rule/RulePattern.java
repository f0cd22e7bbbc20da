// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.rule;

import java.util.Optional;

import javax.annotation.Nullable;

import dev.strongpost.address.AddressPattern;
import dev.strongpost.address.DomainNames;
import dev.strongpost.address.Network;
import dev.strongpost.text.InvalidValueException;

/**
 * The first word of a rule: whom it is for, and in inbound mail, which of the parties is meant. Without a prefix
 * it is the recipient of outbound mail and the sender of inbound mail. Immutable.
 */
public final class RulePattern {
    private static final String EVERYONE = "*";
    private static final String PREFIXES = "; for inbound mail, with from:, to:, client: or cert: in front";
    private static final String NAMES = "mx.partner.example, .partner.example, =mx.partner.example or *";
    private static final String CLIENTS = "192.0.2.7, 192.0.2.0/24, 2001:db8::/32, " + NAMES;

    @Nullable
    private final InboundSubject prefix;

    private final String key;

    @Nullable
    private final Network network;

    private RulePattern(@Nullable InboundSubject prefix, String key, @Nullable Network network) {
        this.prefix = prefix;
        this.key = key;
        this.network = network;
    }

    private static RulePattern plain(String who) {
        return new RulePattern(null, who, null);
    }

    /** Returns what {@code who} is that {@link #toString} gave. */
    static RulePattern ofCanonical(String who) {
        Optional<InboundSubject> prefix = InboundSubject.of(who);
        if (prefix.isEmpty()) {
            return plain(who);
        }
        String key = who.substring(prefix.get().prefix().length());
        boolean network = prefix.get() == InboundSubject.CLIENT && Network.isMeant(key);
        return new RulePattern(prefix.get(), key, network ? Network.ofCanonical(key) : null);
    }

    /**
     * Returns what {@code text} means, with a prefix or without one.
     *
     * @throws InvalidValueException when it is none of the forms, or the name in it is no name
     */
    public static RulePattern parse(String text) throws InvalidValueException {
        Optional<InboundSubject> prefix = InboundSubject.of(text);
        return prefix.isPresent()
                ? parse(prefix.get(), text.substring(prefix.get().prefix().length()))
                : parsePlain(text);
    }

    private static RulePattern parsePlain(String text) throws InvalidValueException {
        String who;
        try {
            who = AddressPattern.parse(text);
        } catch (InvalidValueException e) {
            boolean mayBePrefix = text.indexOf(':') > 0 && !text.startsWith("[");
            throw mayBePrefix ? new InvalidValueException(e.allowed() + PREFIXES) : e;
        }
        if (InboundSubject.of(who).isPresent()) {
            // "from:x"@ without its quotes would be shown, and found again, as another rule
            throw new InvalidValueException("a local part that begins with none of from:, to:, client: and cert:");
        }
        return plain(who);
    }

    /**
     * Returns the recipient that {@code text} means.
     *
     * @throws InvalidValueException when it is none, or has a prefix
     */
    public static RulePattern parseRecipient(String text) throws InvalidValueException {
        return plain(AddressPattern.parse(text));
    }

    private static RulePattern parse(InboundSubject prefix, String text) throws InvalidValueException {
        switch (prefix) {
            case CLIENT:
                return parseClient(text);
            case CERTIFICATE:
                return new RulePattern(prefix, parseHost(text, NAMES), null);
            default:
                return new RulePattern(prefix, AddressPattern.parse(text), null);
        }
    }

    private static RulePattern parseClient(String text) throws InvalidValueException {
        if (!Network.isMeant(text)) {
            return new RulePattern(InboundSubject.CLIENT, parseHost(text, CLIENTS), null);
        }
        Network network = Network.parse(text);
        return new RulePattern(InboundSubject.CLIENT, network.toString(), network);
    }

    private static String parseHost(String text, String forms) throws InvalidValueException {
        boolean marked = text.startsWith(".") || text.startsWith("=");
        try {
            return text.equals(EVERYONE)
                    ? EVERYONE
                    : text.substring(0, marked ? 1 : 0) + DomainNames.parse(text.substring(marked ? 1 : 0));
        } catch (InvalidValueException e) {
            throw new InvalidValueException(forms + "; in it " + e.allowed());
        }
    }

    /** Returns the party that is meant in inbound mail. */
    public InboundSubject subject() {
        return prefix == null ? InboundSubject.SENDER : prefix;
    }

    /** Returns what is behind the prefix, in the one spelling that rules are indexed by. */
    public String key() {
        return key;
    }

    /** Returns the network of clients; empty when it is a name, or no client. */
    public Optional<Network> network() {
        return Optional.ofNullable(network);
    }

    /** Tells whether everyone is meant. */
    public boolean isEveryone() {
        return key.equals(EVERYONE);
    }

    /** Returns the whole word, canonical: {@code from:partner.example}. */
    @Override
    public String toString() {
        return prefix == null ? key : prefix.prefix() + key;
    }
}
