// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy;

import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.address.AddressPattern;
import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.PolicyError;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.policy.rule.RuleTerms;
import dev.strongpost.text.Sanitizer;

/**
 * Which rules were considered for a recipient, in order, and which decided: {@link PolicyTable#explain}, which does not
 * consider rules for inbound mail alone; or for one party of a transaction that comes in: {@link
 * InboundRules#explainSender} and its siblings, which consider no others. Immutable.
 */
public final class PolicyExplanation {
    private static final PolicyRule BUILT_IN = new RuleTerms.Builder(TlsLevel.MAY, Direction.OUT)
            .build()
            .ruleFor(AddressPattern.EVERYONE, RuleSource.builtIn());

    /** What became of a rule that was considered. */
    public enum Outcome {
        /** It is the most specific that covers the recipient. */
        DECIDES("decides"),
        /** It has to be satisfied as well, since those that are more specific are only tried out, or have ended. */
        DECIDES_TOO("decides too"),
        /** It covers the recipient, and so does one that is more specific. */
        LESS_SPECIFIC("is less specific"),
        /** It covers the sub-domains of the recipient's domain, and not the domain itself. */
        SUB_DOMAINS_ONLY("is for sub-domains only");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        /** Returns the outcome as a predicate: {@code is less specific}. */
        public String words() {
            return words;
        }
    }

    /** One rule that was considered. Immutable. */
    public static final class Step {
        private final PolicyRule rule;
        private final TlsRequirement requirement;
        private final Outcome outcome;

        private final LocalDate today;

        private Step(PolicyRule rule, TlsRequirement requirement, Outcome outcome, LocalDate today) {
            this.rule = rule;
            this.requirement = requirement;
            this.outcome = outcome;
            this.today = today;
        }

        /** Returns the rule; its place is {@code rule().requirement().source()}. */
        public PolicyRule rule() {
            return rule;
        }

        /** Returns what it requires, in the direction that was asked about. */
        public TlsRequirement requirement() {
            return requirement;
        }

        /** Returns what became of it. */
        public Outcome outcome() {
            return outcome;
        }

        /** Tells whether the last day of the rule has passed. */
        public boolean isOver() {
            return rule.isOver(today);
        }

        private boolean isDecisive() {
            return outcome == Outcome.DECIDES || outcome == Outcome.DECIDES_TOO;
        }

        /** Returns {@code partner.example (tls-policy.conf:3) is less specific: TLS with at least 112 bits}. */
        @Override
        public String toString() {
            return requirement.rule() + " " + outcome.words() + ": " + requirement.describe()
                    + (requirement.isTesting() ? ", mode=testing" : "")
                    + (isOver()
                            ? ", ended"
                                    + rule.until().map(last -> " on " + last).orElse("")
                            : "")
                    + requirement.note().map(note -> ", note \"" + note + "\"").orElse("");
        }
    }

    private final String asked;
    private final ImmutableList<Step> steps;
    private final Step builtIn;

    private PolicyExplanation(String asked, Walk walk) {
        this.asked = Sanitizer.visible(asked, PolicyError.LONGEST);
        this.steps = walk.steps.build();
        this.builtIn = new Step(BUILT_IN, BUILT_IN.requirement(), walk.outcome(), walk.today);
    }

    /** Goes along the rules from the most specific on. */
    private static final class Walk {
        private final LocalDate today;
        private final ImmutableList.Builder<Step> steps = ImmutableList.builder();
        private boolean begun;
        private boolean ended;

        Walk(LocalDate today) {
            this.today = today;
        }

        void add(PolicyRule rule, TlsRequirement requirement, boolean subDomainsOnly) {
            if (subDomainsOnly) {
                steps.add(new Step(rule, requirement, Outcome.SUB_DOMAINS_ONLY, today));
                return;
            }
            steps.add(new Step(rule, requirement, outcome(), today));
            begun = true;
            ended |= !requirement.isTesting() && !rule.isOver(today);
        }

        Outcome outcome() {
            if (ended) {
                return Outcome.LESS_SPECIFIC;
            }
            return begun ? Outcome.DECIDES_TOO : Outcome.DECIDES;
        }
    }

    /**
     * Returns the explanation of a lookup on the day {@code today} that met {@code considered} and came to {@code
     * decisive}, null for none.
     */
    static PolicyExplanation of(
            String local,
            String domain,
            ImmutableList<PolicyRule> considered,
            @Nullable PolicyRule decisive,
            LocalDate today) {
        Walk walk = new Walk(today);
        for (PolicyRule rule : considered) {
            boolean subDomainsOnly = !rule.equals(decisive) && rule.who().equals("." + domain);
            walk.add(rule, rule.requirement(), subDomainsOnly);
        }
        return new PolicyExplanation(local + "@" + domain, walk);
    }

    /** Returns the explanation of a lookup for a party of inbound mail; the first rule that covers it decides. */
    static PolicyExplanation inbound(
            String asked, String domain, ImmutableList<PolicyRule> considered, LocalDate today) {
        Walk walk = new Walk(today);
        for (PolicyRule rule : considered) {
            boolean subDomainsOnly = rule.inboundPattern()
                    .filter(whom -> whom.key().equals("." + domain))
                    .isPresent();
            walk.add(rule, rule.inbound().orElseGet(rule::requirement), subDomainsOnly);
        }
        return new PolicyExplanation(asked, walk);
    }

    /**
     * Returns the recipient in the spelling that was looked up, cut to 100 characters, for people; in mail that comes
     * in, the party with its prefix: {@code client:192.0.2.7}.
     */
    public String recipient() {
        return asked;
    }

    /** Returns the rules that were considered, most specific first. The built-in rule is not among them. */
    public ImmutableList<Step> steps() {
        return steps;
    }

    /** Returns the rule that decided; empty when only the built-in {@code may} applies. */
    public Optional<PolicyRule> decisive() {
        return decisiveStep().map(Step::rule);
    }

    private Optional<Step> decisiveStep() {
        return steps.stream().filter(step -> step.outcome() == Outcome.DECIDES).findFirst();
    }

    /** Returns what is required: the same as the lookup gives. */
    public TlsRequirement requirement() {
        return decisiveStep()
                .map(Step::requirement)
                .filter(TlsRequirement::isTesting)
                .orElseGet(this::enforced);
    }

    /** Returns what is required whatever is only tried out: the same as the lookup for enforced rules gives. */
    public TlsRequirement enforced() {
        Stream<TlsRequirement> rules = active().stream().filter(requirement -> !requirement.isTesting());
        Stream<TlsRequirement> withBuiltIn =
                builtIn.isDecisive() ? Stream.concat(rules, Stream.of(TlsRequirement.builtInMay())) : rules;
        return withBuiltIn.reduce(TlsRequirement::and).orElseGet(TlsRequirement::builtInMay);
    }

    /**
     * Returns what the rules require that decide, one by one: that of the most specific, and where it is only tried out
     * or has ended, of the next ones up to one that is enforced and has not. The built-in rule is not among them.
     */
    public ImmutableList<TlsRequirement> active() {
        return steps.stream().filter(Step::isDecisive).map(Step::requirement).collect(ImmutableList.toImmutableList());
    }

    /**
     * Returns the whole for a person, one line for the recipient and one for each rule:
     *
     * <pre>
     * a@sales.partner.example: TLS with at least 256 bits
     *   sales.partner.example (tls-policy.conf:4) decides: TLS with at least 256 bits
     *   partner.example (tls-policy.conf:3) is less specific: TLS with at least 112 bits
     *   built-in may is less specific: TLS when offered
     * </pre>
     */
    @Override
    public String toString() {
        return asked + ": " + requirement().describe()
                + steps.stream().map(step -> "\n  " + step).collect(Collectors.joining())
                + "\n  " + builtIn;
    }
}
