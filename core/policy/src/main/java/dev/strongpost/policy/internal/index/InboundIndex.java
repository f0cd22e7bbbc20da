package dev.strongpost.policy.internal.index;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import javax.annotation.Nullable;

import dev.strongpost.policy.decision.NameMatch;
import dev.strongpost.policy.rule.InboundSubject;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.policy.rule.RulePattern;

/**
 * The rules for mail that comes in, by the party that they ask about. Writing is for the thread that builds a table; afterwards
 * any number may read.
 */
public final class InboundIndex {
    private final Map<InboundSubject, PatternIndex> byName = new EnumMap<>(InboundSubject.class);
    private final NetworkIndex networks = new NetworkIndex();
    private boolean empty = true;
    private boolean asksForCertificates;
    private boolean comparesClientNames;

    public InboundIndex() {
        for (InboundSubject party : InboundSubject.values()) {
            byName.put(party, new PatternIndex());
        }
    }

    /** Adds the rule, unless another stands in its way: that one is returned then, else null. */
    @Nullable
    public PolicyRule add(PolicyRule rule) {
        Optional<RulePattern> whom = rule.inboundWho();
        return whom.isPresent() ? add(whom.get(), rule) : null;
    }

    @Nullable
    private PolicyRule add(RulePattern whom, PolicyRule rule) {
        empty = false;
        asksForCertificates |= whom.party() == InboundSubject.CERTIFICATE
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
        return whom.party() == InboundSubject.CLIENT && whom.isEveryone()
                ? networks.addEveryone(rule)
                : names(whom.party()).add(whom.key(), rule);
    }

    public boolean isEmpty() {
        return empty;
    }

    /** Tells whether a rule is for names in certificates, or requires one. */
    public boolean asksForCertificates() {
        return asksForCertificates;
    }

    /** Tells whether a rule compares the name of the client with its certificate. */
    public boolean comparesClientNames() {
        return comparesClientNames;
    }

    /** Returns the rules for clients by their addresses. */
    public NetworkIndex networks() {
        return networks;
    }

    /** Returns the rules for that party by its names; for clients, those alone. */
    public PatternIndex names(InboundSubject party) {
        PatternIndex index = byName.get(party);
        if (index == null) {
            throw new AssertionError(party);
        }
        return index;
    }
}
