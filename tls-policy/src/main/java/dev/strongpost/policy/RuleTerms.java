package dev.strongpost.policy;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Supplier;

import javax.annotation.Nullable;

import com.google.common.base.Suppliers;

/** What stands behind {@code who} on a line: level and options. Immutable. */
final class RuleTerms {
    private final TlsRequirement template;

    /** For mail that comes in; null where the terms are for mail that goes out alone. */
    @Nullable
    private final TlsRequirement inboundTemplate;

    private final Direction direction;
    private final boolean directionWritten;

    @Nullable
    private final LocalDate until;

    private final Supplier<RuleTerms> behindPrefix;

    private RuleTerms(Builder builder, TlsRequirement written, Direction direction) {
        TlsRequirement inbound =
                direction.covers(Direction.IN) ? builder.requirement.inbound().build() : null;
        this.template = direction == Direction.IN && inbound != null ? inbound : written;
        this.inboundTemplate = inbound;
        this.direction = direction;
        this.directionWritten = builder.direction != null;
        this.until = builder.until;
        this.behindPrefix = Suppliers.memoize(() -> new RuleTerms(builder, written, Direction.IN));
    }

    /** Returns the requirement, without a rule of its own; of mail that goes out where the terms are for both directions. */
    TlsRequirement template() {
        return template;
    }

    /** Returns the same for mail that comes in; empty where the terms are for mail that goes out alone. */
    Optional<TlsRequirement> inboundTemplate() {
        return Optional.ofNullable(inboundTemplate);
    }

    /** Returns which mail a rule of these terms is for. */
    Direction direction() {
        return direction;
    }

    /** Tells whether the line says which mail it is for. */
    boolean isDirectionWritten() {
        return directionWritten;
    }

    /** Returns the last day of a rule of these terms; empty for one without an end. */
    Optional<LocalDate> until() {
        return Optional.ofNullable(until);
    }

    /** Returns these terms for a {@code who} with a prefix: for mail that comes in alone. Always the same object. */
    RuleTerms behindPrefix() {
        return direction == Direction.IN ? this : behindPrefix.get();
    }

    /** Returns the rule of these terms for {@code who}. */
    PolicyRule ruleFor(String who, RuleSource source) {
        return new PolicyRule(this, template.forRule(who, source));
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

        /** Tells whether the line says that it is for mail that comes in alone. */
        boolean isInbound() {
            return direction == Direction.IN;
        }

        void until(LocalDate value) {
            this.until = value;
        }

        /** Returns the terms. The builder is theirs from then on. */
        RuleTerms build() {
            return new RuleTerms(this, requirement.build(), direction == null ? Direction.OUT : direction);
        }
    }
}
