package dev.strongpost.policy;

import java.time.LocalDate;
import java.util.Optional;

import javax.annotation.Nullable;

/** What stands behind {@code who} on a line: level and options. Immutable. */
final class RuleTerms {
    private final TlsRequirement template;
    private final Direction direction;

    @Nullable
    private final LocalDate until;

    private RuleTerms(Builder builder) {
        this.template = builder.requirement.build();
        this.direction = builder.direction;
        this.until = builder.until;
    }

    /** Returns the requirement, without a rule of its own. */
    TlsRequirement template() {
        return template;
    }

    /** Returns which mail a rule of these terms is for. */
    Direction direction() {
        return direction;
    }

    /** Returns the last day of a rule of these terms; empty for one without an end. */
    Optional<LocalDate> until() {
        return Optional.ofNullable(until);
    }

    /** Returns the rule of these terms for {@code who}. */
    PolicyRule ruleFor(String who, RuleSource source) {
        return new PolicyRule(this, template.forRule(who, source));
    }

    /** Takes level and options one by one. */
    static final class Builder {
        final TlsRequirement.Builder requirement;
        private Direction direction = Direction.OUT;

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
