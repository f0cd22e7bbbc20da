package dev.strongpost.policy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import javax.annotation.Nullable;

/**
 * The rules for mail that comes in, by the party that they ask about. Writing is for the thread that builds a table; afterwards
 * any number may read.
 */
final class InboundIndex {
    private final Map<InboundWho, WhoIndex> byName = new EnumMap<>(InboundWho.class);
    private final NetworkIndex networks = new NetworkIndex();
    private boolean empty = true;
    private boolean asksForCertificates;
    private boolean comparesClientNames;

    InboundIndex() {
        for (InboundWho party : InboundWho.values()) {
            byName.put(party, new WhoIndex());
        }
    }

    /** Adds the rule, unless another stands in its way: that one is returned then, else null. */
    @Nullable
    PolicyRule add(PolicyRule rule) {
        Optional<RuleWho> whom = rule.inboundWho();
        return whom.isPresent() ? add(whom.get(), rule) : null;
    }

    @Nullable
    private PolicyRule add(RuleWho whom, PolicyRule rule) {
        empty = false;
        asksForCertificates |= whom.party() == InboundWho.CERTIFICATE
                || rule.inbound()
                        .filter(asked -> asked.level().requiresTrustedPeer())
                        .isPresent();
        comparesClientNames |= rule.inbound()
                .filter(asked -> asked.match().contains(NameMatch.hostname()))
                .isPresent();
        if (whom.network().isPresent()) {
            return networks.add(whom.network().get(), rule);
        }
        // Every client has an address, and not every one a name.
        return whom.party() == InboundWho.CLIENT && whom.isEveryone()
                ? networks.addEveryone(rule)
                : names(whom.party()).add(whom.key(), rule);
    }

    boolean isEmpty() {
        return empty;
    }

    /** Tells whether a rule is for names in certificates, or requires one. */
    boolean asksForCertificates() {
        return asksForCertificates;
    }

    /** Tells whether a rule compares the name of the client with its certificate. */
    boolean comparesClientNames() {
        return comparesClientNames;
    }

    /** Returns the rules for clients by their addresses. */
    NetworkIndex networks() {
        return networks;
    }

    /** Returns the rules for that party by its names; for clients, those alone. */
    WhoIndex names(InboundWho party) {
        WhoIndex index = byName.get(party);
        if (index == null) {
            throw new AssertionError(party);
        }
        return index;
    }
}
