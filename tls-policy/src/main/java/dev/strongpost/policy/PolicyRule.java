package dev.strongpost.policy;

import java.time.LocalDate;
import java.util.Optional;

import javax.annotation.Nullable;

/** One line of the policy table. Immutable. */
public final class PolicyRule {
    private final Direction direction;
    private final TlsRequirement requirement;

    @Nullable
    private final LocalDate until;

    PolicyRule(Direction direction, TlsRequirement requirement, Optional<LocalDate> until) {
        this.direction = direction;
        this.requirement = requirement;
        this.until = until.orElse(null);
    }

    /** Returns whom the rule is for, in canonical spelling: {@code .partner.example}, {@code vip@mixed.example}, {@code *}. */
    public String who() {
        return requirement.who();
    }

    /** Returns which mail the rule is for. */
    public Direction direction() {
        return direction;
    }

    /** Returns what the rule requires. */
    public TlsRequirement requirement() {
        return requirement;
    }

    /** Returns the last day on which the rule stands; empty for a rule without an end. */
    public Optional<LocalDate> until() {
        return Optional.ofNullable(until);
    }

    @Override
    public String toString() {
        return requirement.toString();
    }
}
