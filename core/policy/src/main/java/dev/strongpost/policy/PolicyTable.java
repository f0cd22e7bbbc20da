// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import com.google.common.collect.ImmutableList;

import dev.strongpost.address.DomainNames;
import dev.strongpost.address.LocalParts;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.internal.index.TableIndex;
import dev.strongpost.policy.rule.Degradation;
import dev.strongpost.policy.rule.PolicyRule;

/** The rules of one file, whole and without a mistake. Immutable, and free to be shared between threads. */
public final class PolicyTable {
    private static final PolicyTable EMPTY = TableBuilder.empty();

    private final TableIndex index;
    private final InboundRules inbound;
    private final Degradations degradations;
    private final LocalDate day;

    /** Whether the last day of a rule is before {@link #day}. */
    private final boolean hasEnded;

    PolicyTable(TableIndex index, LocalDate day) {
        this(index, day, Degradations.in(index));
    }

    private PolicyTable(TableIndex index, LocalDate day, Degradations degradations) {
        this.index = index;
        this.inbound = new InboundRules(index, day);
        this.degradations = degradations;
        this.day = day;
        this.hasEnded = degradations.haveEnded(day);
    }

    /** Returns the same rules as they are on the day {@code today}: one whose last day is before it has ended. */
    public PolicyTable on(LocalDate today) {
        return today.equals(day) ? this : new PolicyTable(index, today, degradations);
    }

    /** Returns the table without rules: the built-in {@code may} for everyone. */
    public static PolicyTable empty() {
        return EMPTY;
    }

    /**
     * Returns what mail to that recipient requires: the most specific outbound rule's requirement, or the built-in
     * {@code may}; of a rule that has ended, what it and the rule that would apply without it require together. Never
     * fails, whatever the two strings hold: a rule for a domain covers no name that is not a domain.
     *
     * @param localPart as in the address, quoted or not, in any case
     * @param domain as in the address: any case, U-labels or A-labels, an address literal with or without its brackets
     */
    public TlsRequirement lookup(String localPart, String domain) {
        int place = find(localPart, domain);
        if (place == TableIndex.NONE) {
            return TlsRequirement.builtInMay();
        }
        return hasEnded && index.rule(place).isOver(day)
                ? explain(localPart, domain).requirement()
                : index.requirement(place);
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
        return explain(localPart, domain).enforced();
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
                local,
                shown,
                index.considered(local, name),
                decisive == TableIndex.NONE ? null : index.rule(decisive),
                day);
    }

    private int find(String localPart, String domain) {
        return index.find(LocalParts.comparable(localPart), DomainNames.comparable(domain));
    }

    /** Returns the rules for inbound mail: {@code direction=in} and {@code both}, and those with a prefix. */
    public InboundRules inbound() {
        return inbound;
    }

    /**
     * Returns what time or an update of Java has done to rules of any direction by {@code today}, or does within
     * {@value Degradation#DAYS_OF_WARNING} days: what changes the fate of mail comes first, then what happened, or
     * happens, first.
     */
    public ImmutableList<Degradation> degradations(LocalDate today) {
        return degradations.on(today);
    }

    /** Returns when the next trust anchor of a rule expires, after {@code now}; empty when none does. */
    public Optional<Instant> nextAnchorExpiry(Instant now) {
        return degradations.nextExpiry(now);
    }

    /** Tells whether a rule has a last day. */
    public boolean hasEnds() {
        return degradations.haveEnds();
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
