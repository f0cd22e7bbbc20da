// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.rule;

import java.time.LocalDate;
import java.util.Optional;

import javax.annotation.Nullable;

import dev.strongpost.policy.decision.TlsRequirement;

/** One line of the policy table. Two are equal when every part is, the place in the file included. Immutable. */
public final class PolicyRule {
    private final RuleTerms terms;
    private final TlsRequirement requirement;

    PolicyRule(RuleTerms terms, TlsRequirement requirement) {
        this.terms = terms;
        this.requirement = requirement;
    }

    /**
     * Returns whom the rule is for, in canonical spelling: {@code .partner.example}, {@code vip@mixed.example}, {@code
     * *}, {@code client:192.0.2.0/24}.
     */
    public String who() {
        return requirement.who();
    }

    /** Returns which mail the rule is for. */
    public Direction direction() {
        return terms.direction();
    }

    /** Returns what the rule requires; of outbound mail, where it is for both directions. */
    public TlsRequirement requirement() {
        return requirement;
    }

    /** Returns what the rule requires of inbound mail; empty when it is for outbound mail alone. */
    public Optional<TlsRequirement> inbound() {
        return terms.inboundTemplate().map(template -> template.forRule(who(), requirement.source()));
    }

    /** Returns whom the rule asks about in inbound mail; empty when it is for outbound mail alone. */
    public Optional<InboundSubject> inboundSubject() {
        return inboundPattern().map(RulePattern::subject);
    }

    public Optional<RulePattern> inboundPattern() {
        return direction().covers(Direction.IN) ? Optional.of(RulePattern.ofCanonical(who())) : Optional.empty();
    }

    /** Returns the last day on which the rule holds; empty for a rule without an end. */
    public Optional<LocalDate> until() {
        return terms.until();
    }

    /** Tells whether its last day is before {@code today}: its mail has to satisfy the next rule as well then. */
    public boolean isOver(LocalDate today) {
        return until().filter(last -> last.isBefore(today)).isPresent();
    }

    /** Returns level and options, which other rules may share. */
    public RuleTerms terms() {
        return terms;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof PolicyRule)) {
            return false;
        }
        PolicyRule that = (PolicyRule) other;
        return requirement.equals(that.requirement) && direction() == that.direction() && until().equals(that.until());
    }

    @Override
    public int hashCode() {
        return requirement.hashCode();
    }

    @Override
    public String toString() {
        return requirement.toString();
    }
}
