// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

import java.util.List;
import java.util.function.Predicate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.common.primitives.Ints;

import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.policy.rule.RuleTerms;

/**
 * The rules of a table as {@linkplain RuleRecord records}, and what these refer to. As objects with strings of their
 * own they would be twice as large, and a lookup would wait for memory at each of them. A rule becomes an object when
 * it is asked for, and holds on to nothing of the table. Immutable.
 */
final class PackedRules {
    private final RuleSource file;
    private final ImmutableList<RuleTerms> terms;
    private final byte[] bytes;
    private final int[] places;

    /**
     * Takes the parts.
     *
     * @param file the file that the rules stand in
     * @param terms by their numbers
     * @param places those of all rules, in the order of the file
     */
    PackedRules(RuleSource file, ImmutableList<RuleTerms> terms, byte[] bytes, int[] places) {
        this.file = file;
        this.terms = terms;
        this.bytes = bytes;
        this.places = places;
    }

    int size() {
        return places.length;
    }

    /** Returns the rules in the order of the file. */
    List<PolicyRule> asList() {
        return Lists.transform(Ints.asList(places), this::rule);
    }

    /** Returns the rules whose terms are such, in the order of the file. */
    ImmutableList<PolicyRule> with(Predicate<RuleTerms> such) {
        return terms.stream().noneMatch(such)
                ? ImmutableList.of()
                : asList().stream().filter(rule -> such.test(rule.terms())).collect(ImmutableList.toImmutableList());
    }

    /** Returns the rules at those places. */
    ImmutableList<PolicyRule> at(List<Integer> some) {
        return some.stream().map(this::rule).collect(ImmutableList.toImmutableList());
    }

    PolicyRule rule(int place) {
        return terms(place).ruleFor(RuleRecord.who(bytes, place), source(place));
    }

    TlsRequirement requirement(int place) {
        return terms(place).template().forRule(RuleRecord.who(bytes, place), source(place));
    }

    private RuleTerms terms(int place) {
        return terms.get(RuleRecord.terms(bytes, place));
    }

    private RuleSource source(int place) {
        return file.atLine(RuleRecord.line(bytes, place));
    }
}
