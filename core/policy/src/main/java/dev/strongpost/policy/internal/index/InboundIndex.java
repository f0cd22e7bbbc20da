// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;

import dev.strongpost.policy.decision.NameMatch;
import dev.strongpost.policy.rule.InboundSubject;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.policy.rule.RulePattern;

/** The inbound rules, by the subject that they are about. Immutable. */
final class InboundIndex {
    private final ImmutableMap<InboundSubject, PatternIndex> byName;
    private final NetworkIndex networks;
    private final boolean empty;
    private final boolean asksForCertificates;
    private final boolean comparesClientNames;

    private InboundIndex(Builder builder) {
        this.byName = Maps.immutableEnumMap(Maps.transformValues(builder.byName, PatternIndex.Builder::build));
        this.networks = builder.networks;
        this.empty = builder.empty;
        this.asksForCertificates = builder.asksForCertificates;
        this.comparesClientNames = builder.comparesClientNames;
    }

    /** Takes rules one by one. Not thread-safe. */
    static final class Builder {
        private final Map<InboundSubject, PatternIndex.Builder> byName = new EnumMap<>(InboundSubject.class);
        private final NetworkIndex networks = new NetworkIndex();
        private boolean empty = true;
        private boolean asksForCertificates;
        private boolean comparesClientNames;

        Builder() {
            for (InboundSubject subject : InboundSubject.values()) {
                byName.put(subject, new PatternIndex.Builder());
            }
        }

        /** Adds the rule, unless another is in its way: that one is returned then, else null. */
        @Nullable
        PolicyRule add(PolicyRule rule) {
            Optional<RulePattern> pattern = rule.inboundPattern();
            return pattern.isPresent() ? add(pattern.get(), rule) : null;
        }

        @Nullable
        private PolicyRule add(RulePattern pattern, PolicyRule rule) {
            empty = false;
            asksForCertificates |= pattern.subject() == InboundSubject.CERTIFICATE
                    || rule.inbound()
                            .filter(asked -> asked.level().requiresTrustedPeer())
                            .isPresent();
            comparesClientNames |= rule.inbound()
                    .filter(asked -> asked.match().contains(NameMatch.hostname()))
                    .isPresent();
            if (pattern.network().isPresent()) {
                return networks.add(pattern.network().get(), rule);
            }
            // Every client has an address, and not every one a name.
            return pattern.subject() == InboundSubject.CLIENT && pattern.isEveryone()
                    ? networks.addEveryone(rule)
                    : index(byName, pattern.subject()).add(pattern.key(), rule);
        }

        InboundIndex build() {
            return new InboundIndex(this);
        }
    }

    private static <T> T index(Map<InboundSubject, T> byName, InboundSubject subject) {
        T index = byName.get(subject);
        if (index == null) {
            throw new AssertionError(subject);
        }
        return index;
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

    /** Returns the rules for that subject by its names; for clients, those alone. */
    PatternIndex names(InboundSubject subject) {
        return index(byName, subject);
    }
}
