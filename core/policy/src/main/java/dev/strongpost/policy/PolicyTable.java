// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import com.google.common.collect.ImmutableList;

import dev.strongpost.address.DomainNames;
import dev.strongpost.address.LocalParts;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.internal.index.TableIndex;
import dev.strongpost.policy.rule.ExpiringRule;
import dev.strongpost.policy.rule.PolicyRule;

/** The rules of one file, whole and without a mistake. Immutable, and free to be shared between threads. */
public final class PolicyTable {
    private static final PolicyTable EMPTY = TableBuilder.empty();

    private final TableIndex index;
    private final InboundRules inbound;

    /** The rules that have a last day, by that day. */
    private final ImmutableList<PolicyRule> ending;

    PolicyTable(TableIndex index) {
        this.index = index;
        this.inbound = new InboundRules(index);
        this.ending = index.ending().stream()
                .sorted(Comparator.comparing(PolicyTable::lastDay))
                .collect(ImmutableList.toImmutableList());
    }

    private static LocalDate lastDay(PolicyRule rule) {
        return rule.until().orElse(LocalDate.MAX);
    }

    /** Returns the table without rules: the built-in {@code may} for everyone. */
    public static PolicyTable empty() {
        return EMPTY;
    }

    /**
     * Returns what mail to that recipient requires: the most specific outbound rule's requirement, or the built-in
     * {@code may}. Never fails, whatever the two strings hold: a rule for a domain covers no name that is not a domain.
     *
     * @param localPart as in the address, quoted or not, in any case
     * @param domain as in the address: any case, U-labels or A-labels, an address literal with or without its brackets
     */
    public TlsRequirement lookup(String localPart, String domain) {
        int place = find(localPart, domain);
        return place == TableIndex.NONE ? TlsRequirement.builtInMay() : index.requirement(place);
    }

    /**
     * Returns what mail to that recipient must satisfy whatever is being tested: the requirement of the most specific
     * outbound rule that is enforced, or the built-in {@code may}.
     */
    public TlsRequirement lookupEnforced(String localPart, String domain) {
        TlsRequirement decisive = lookup(localPart, domain);
        if (!decisive.isTesting()) {
            return decisive;
        }
        return explain(localPart, domain).steps().stream()
                .filter(step -> step.outcome() == PolicyExplanation.Outcome.LESS_SPECIFIC)
                .map(PolicyExplanation.Step::requirement)
                .filter(requirement -> !requirement.isTesting())
                .findFirst()
                .orElseGet(TlsRequirement::builtInMay);
    }

    /**
     * Returns the rule that decides about mail to that recipient, see {@link #lookup}; empty when only the built-in
     * applies.
     */
    public Optional<PolicyRule> match(String localPart, String domain) {
        int place = find(localPart, domain);
        return place == TableIndex.NONE ? Optional.empty() : Optional.of(index.rule(place));
    }

    /**
     * Returns every rule that {@link #lookup} considers for that recipient, in order, and the one that decides. Takes
     * the same way as a lookup, to its end.
     */
    public PolicyExplanation explain(String localPart, String domain) {
        String local = LocalParts.canonical(localPart);
        String name = DomainNames.canonical(domain);
        int decisive = index.find(local, name);
        String shown = name.equals(DomainNames.NONE) ? domain : name;
        return PolicyExplanation.of(
                local, shown, index.considered(local, name), decisive == TableIndex.NONE ? null : index.rule(decisive));
    }

    private int find(String localPart, String domain) {
        return index.find(LocalParts.comparable(localPart), DomainNames.comparable(domain));
    }

    /** Returns the rules for inbound mail: {@code direction=in} and {@code both}, and those with a prefix. */
    public InboundRules inbound() {
        return inbound;
    }

    /**
     * Returns the rules of all directions whose last day ({@code until=}) is at most {@value
     * ExpiringRule#DAYS_OF_WARNING} days after {@code today}, or before it: those of a table that was read earlier. The
     * one that ended, or ends, first comes first.
     */
    public ImmutableList<ExpiringRule> expiring(LocalDate today) {
        LocalDate horizon = today.plusDays(ExpiringRule.DAYS_OF_WARNING);
        return ending.stream()
                .takeWhile(rule -> !lastDay(rule).isAfter(horizon))
                .map(rule -> new ExpiringRule(rule, lastDay(rule), today))
                .collect(ImmutableList.toImmutableList());
    }

    /** Returns the rules of all directions in the order of the file. Each is made when it is asked for. */
    public List<PolicyRule> rules() {
        return index.rules();
    }

    /** Returns the number of rules of all directions. */
    public int size() {
        return index.size();
    }

    @Override
    public String toString() {
        return size() + " rules";
    }
}
