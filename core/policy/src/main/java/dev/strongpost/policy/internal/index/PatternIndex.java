// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.rule.PolicyRule;

/**
 * Finds inbound rules by an address or a name, packed and looked up as outbound rules are: {@link RuleLookup} has the
 * order for both. Immutable.
 */
final class PatternIndex {
    private final ImmutableList<PolicyRule> rules;
    private final byte[] bytes;
    private final RuleLookup lookup;

    private PatternIndex(List<PolicyRule> rules, byte[] bytes, RuleLookup lookup) {
        this.rules = ImmutableList.copyOf(rules);
        this.bytes = bytes;
        this.lookup = lookup;
    }

    /** Takes rules one by one. Not thread-safe. */
    static final class Builder {
        private final List<PolicyRule> rules = new ArrayList<>();
        private final RuleLog log = new RuleLog();
        private final TakenKeys taken = new TakenKeys(log);
        private final KeyKinds kinds = new KeyKinds();

        /** Adds the rule under {@code pattern}, unless another is in its way: that one is returned then, else null. */
        @Nullable
        PolicyRule add(String pattern, PolicyRule rule) {
            long hash = KeyHash.of(pattern);
            int present = taken.find(pattern, hash);
            if (present != RuleRecord.NONE) {
                return rules.get(RuleRecord.terms(log.bytes(), present));
            }
            // The rules are few and objects already, so a record refers to its rule where that of an outbound rule has
            // its terms.
            int line = rule.requirement().source().line();
            taken.add(hash, log.add(rules.size(), line, pattern, hash));
            kinds.note(pattern);
            rules.add(rule);
            return null;
        }

        PatternIndex build() {
            RulePacker packer = RulePacker.pack(log, any -> true);
            return new PatternIndex(rules, packer.bytes(), new RuleLookup(packer.bytes(), packer.index(), kinds));
        }
    }

    /** Tells whether there is no rule. */
    boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Returns the rule that decides about the address or, with an empty local part, the name. Both canonical. */
    Optional<PolicyRule> find(String local, String domain) {
        int place = lookup.find(local, domain, null);
        return place == RuleRecord.NONE ? Optional.empty() : Optional.of(rule(place));
    }

    /**
     * Returns all rules that the lookup meets, most specific first: also one for the sub-domains of {@code domain},
     * which does not cover it.
     */
    ImmutableList<PolicyRule> considered(String local, String domain) {
        LookupTrace trace = new LookupTrace();
        int unused = lookup.find(local, domain, trace);
        return trace.places().stream().map(this::rule).collect(ImmutableList.toImmutableList());
    }

    private PolicyRule rule(int place) {
        return rules.get(RuleRecord.terms(bytes, place));
    }
}
