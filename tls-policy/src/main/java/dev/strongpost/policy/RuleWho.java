package dev.strongpost.policy;

import java.util.Optional;

import javax.annotation.Nullable;

/**
 * The first word of a rule: whom it is for, and in mail that comes in, which of the parties is meant. Without a prefix it is the
 * recipient of what goes out and the sender of what comes in. Immutable.
 */
final class RuleWho {
    private static final String EVERYONE = "*";
    private static final String PREFIXES = "; for mail that comes in, with from:, to:, client: or cert: in front";
    private static final String NAMES = "mx.partner.example, .partner.example, =mx.partner.example or *";
    private static final String CLIENTS = "192.0.2.7, 192.0.2.0/24, 2001:db8::/32, " + NAMES;

    @Nullable
    private final InboundWho prefix;

    private final String key;

    @Nullable
    private final Network network;

    private RuleWho(@Nullable InboundWho prefix, String key, @Nullable Network network) {
        this.prefix = prefix;
        this.key = key;
        this.network = network;
    }

    private static RuleWho plain(String who) {
        return new RuleWho(null, who, null);
    }

    /** Returns what {@code who} is that {@link #toString} gave. */
    static RuleWho ofCanonical(String who) {
        Optional<InboundWho> prefix = InboundWho.of(who);
        if (prefix.isEmpty()) {
            return plain(who);
        }
        String key = who.substring(prefix.get().prefix().length());
        boolean network = prefix.get() == InboundWho.CLIENT && Network.isMeant(key);
        return new RuleWho(prefix.get(), key, network ? Network.ofCanonical(key) : null);
    }

    /**
     * Returns what {@code text} means, with a prefix or without one.
     *
     * @throws InvalidValueException when it is none of the forms, or the name in it is no name
     */
    static RuleWho parse(String text) throws InvalidValueException {
        Optional<InboundWho> prefix = InboundWho.of(text);
        return prefix.isPresent()
                ? parse(prefix.get(), text.substring(prefix.get().prefix().length()))
                : parsePlain(text);
    }

    private static RuleWho parsePlain(String text) throws InvalidValueException {
        String who;
        try {
            who = Who.parse(text);
        } catch (InvalidValueException e) {
            boolean mayBePrefix = text.indexOf(':') > 0 && !text.startsWith("[");
            throw mayBePrefix ? new InvalidValueException(e.allowed() + PREFIXES) : e;
        }
        if (InboundWho.of(who).isPresent()) {
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
    static RuleWho parseRecipient(String text) throws InvalidValueException {
        return plain(Who.parse(text));
    }

    private static RuleWho parse(InboundWho prefix, String text) throws InvalidValueException {
        switch (prefix) {
            case CLIENT:
                return parseClient(text);
            case CERTIFICATE:
                return new RuleWho(prefix, parseHost(text, NAMES), null);
            default:
                return new RuleWho(prefix, Who.parse(text), null);
        }
    }

    private static RuleWho parseClient(String text) throws InvalidValueException {
        if (!Network.isMeant(text)) {
            return new RuleWho(InboundWho.CLIENT, parseHost(text, CLIENTS), null);
        }
        Network network = Network.parse(text);
        return new RuleWho(InboundWho.CLIENT, network.toString(), network);
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

    /** Returns the party that is meant in mail that comes in. */
    InboundWho party() {
        return prefix == null ? InboundWho.SENDER : prefix;
    }

    /** Returns what stands behind the prefix, in the one spelling that rules are indexed by. */
    String key() {
        return key;
    }

    /** Returns the network of clients; empty when it is a name, or no client. */
    Optional<Network> network() {
        return Optional.ofNullable(network);
    }

    /** Tells whether everyone is meant. */
    boolean isEveryone() {
        return key.equals(EVERYONE);
    }

    /** Returns the whole word, canonical: {@code from:partner.example}. */
    @Override
    public String toString() {
        return prefix == null ? key : prefix.prefix() + key;
    }
}
