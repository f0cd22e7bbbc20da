// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.rule;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;

/** What is behind {@code who} on a line: level and options. Immutable. */
public final class RuleTerms {
    private final TlsRequirement template;

    /** For inbound mail; null where the terms are for outbound mail alone. */
    @Nullable
    private final TlsRequirement inboundTemplate;

    private final Direction direction;

    @Nullable
    private final LocalDate until;

    private final ImmutableList<String> lackingSuites;

    private RuleTerms(Builder builder) {
        TlsRequirement written = builder.requirement.build();
        this.direction = builder.direction;
        this.inboundTemplate =
                direction.covers(Direction.IN) ? builder.requirement.inbound().build() : null;
        this.template = direction == Direction.IN && inboundTemplate != null ? inboundTemplate : written;
        this.until = builder.until;
        this.lackingSuites = ImmutableList.copyOf(builder.lackingSuites);
    }

    /**
     * Returns the requirement, without a rule of its own; of outbound mail where the terms are for both
     * directions.
     */
    public TlsRequirement template() {
        return template;
    }

    /** Returns the same for inbound mail; empty where the terms are for outbound mail alone. */
    Optional<TlsRequirement> inboundTemplate() {
        return Optional.ofNullable(inboundTemplate);
    }

    /** Returns which mail a rule of these terms is for. */
    public Direction direction() {
        return direction;
    }

    /** Returns the last day of a rule of these terms; empty for one without an end. */
    public Optional<LocalDate> until() {
        return Optional.ofNullable(until);
    }

    /** Returns the cipher suites that the terms name and this JVM lacks, in JSSE's spelling. */
    public ImmutableList<String> lackingSuites() {
        return lackingSuites;
    }

    /** Returns the rule of these terms for {@code who}. */
    public PolicyRule ruleFor(String who, RuleSource source) {
        return new PolicyRule(this, template.forRule(who, source));
    }

    /** Takes level and options one by one. */
    public static final class Builder {
        public final TlsRequirement.Builder requirement;
        private Direction direction;

        @Nullable
        private LocalDate until;

        private final Set<String> lackingSuites = new LinkedHashSet<>();

        /** Takes what holds for a line that does not say its direction. */
        public Builder(TlsLevel level, Direction direction) {
            this.requirement = TlsRequirement.builder(level);
            this.direction = direction;
        }

        public void direction(Direction value) {
            this.direction = value;
        }

        public Direction direction() {
            return direction;
        }

        public void until(LocalDate value) {
            this.until = value;
        }

        /** Notes a cipher suite that the terms name and this JVM lacks. */
        public void lacking(String suite) {
            lackingSuites.add(suite);
        }

        public RuleTerms build() {
            return new RuleTerms(this);
        }
    }
}
