package dev.strongpost.policy;

import java.time.LocalDate;
import java.util.Optional;

import javax.annotation.Nullable;

/** One line of the policy table. Immutable. */
public final class PolicyRule {
    private final Direction direction;
    private final TlsRequirement requirement;

    /** Of whom and what it asks in mail that comes in; null for a rule that is for mail that goes out alone. */
    @Nullable
    private final RuleWho inboundWho;

    @Nullable
    private final TlsRequirement inbound;

    @Nullable
    private final LocalDate until;

    PolicyRule(
            Direction direction,
            TlsRequirement requirement,
            @Nullable RuleWho inboundWho,
            @Nullable TlsRequirement inbound,
            @Nullable LocalDate until) {
        this.direction = direction;
        this.requirement = requirement;
        this.inboundWho = inboundWho;
        this.inbound = inbound;
        this.until = until;
    }

    /** Returns a rule for mail that goes out. */
    static PolicyRule outbound(TlsRequirement requirement) {
        return new PolicyRule(Direction.OUT, requirement, null, null, null);
    }

    /**
     * Returns whom the rule is for, in canonical spelling: {@code .partner.example}, {@code vip@mixed.example}, {@code *},
     * {@code client:192.0.2.0/24}.
     */
    public String who() {
        return requirement.who();
    }

    /** Returns which mail the rule is for. */
    public Direction direction() {
        return direction;
    }

    /** Returns what the rule requires; of mail that goes out, where it is for both directions. */
    public TlsRequirement requirement() {
        return requirement;
    }

    /** Returns what the rule requires of mail that comes in; empty when it is for mail that goes out alone. */
    public Optional<TlsRequirement> inbound() {
        return Optional.ofNullable(inbound);
    }

    /** Returns whom the rule asks about in mail that comes in; empty when it is for mail that goes out alone. */
    public Optional<InboundWho> inboundParty() {
        return inboundWho().map(RuleWho::party);
    }

    Optional<RuleWho> inboundWho() {
        return Optional.ofNullable(inboundWho);
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
