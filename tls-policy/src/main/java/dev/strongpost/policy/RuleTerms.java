package dev.strongpost.policy;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Supplier;

import javax.annotation.Nullable;

import com.google.common.base.Suppliers;

/** What stands behind {@code who} on a line: level and options. */
final class RuleTerms {
    private final TlsRequirement template;
    private final Supplier<TlsRequirement> inboundTemplate;

    @Nullable
    private final Direction direction;

    @Nullable
    private final LocalDate until;

    private RuleTerms(Builder builder) {
        this.template = builder.requirement.build();
        this.inboundTemplate =
                Suppliers.memoize(() -> builder.requirement.inbound().build());
        this.direction = builder.direction;
        this.until = builder.until;
    }

    /** Returns the requirement as it is written, without a rule of its own. */
    TlsRequirement template() {
        return template;
    }

    /** Returns the direction that is written; empty when none is. */
    Optional<Direction> direction() {
        return Optional.ofNullable(direction);
    }

    /** Returns the direction of a rule of these terms for {@code whom}: of one with a prefix, in; else out when none is written. */
    Direction directionFor(RuleWho whom) {
        return whom.isInboundOnly() ? Direction.IN : direction().orElse(Direction.OUT);
    }

    /** Returns the rule of these terms for {@code whom}. */
    PolicyRule ruleFor(RuleWho whom, RuleSource source) {
        Direction of = directionFor(whom);
        String who = whom.toString();
        TlsRequirement inbound = of.covers(Direction.IN) ? inboundTemplate.get().forRule(who, source) : null;
        TlsRequirement requirement = of == Direction.IN && inbound != null ? inbound : template.forRule(who, source);
        return new PolicyRule(of, requirement, inbound == null ? null : whom, inbound, until);
    }

    /** Takes level and options one by one. */
    static final class Builder {
        final TlsRequirement.Builder requirement;

        @Nullable
        private Direction direction;

        @Nullable
        private LocalDate until;

        Builder(TlsLevel level) {
            this.requirement = TlsRequirement.builder(level);
        }

        void direction(Direction value) {
            this.direction = value;
        }

        void until(LocalDate value) {
            this.until = value;
        }

        RuleTerms build() {
            return new RuleTerms(this);
        }
    }
}
