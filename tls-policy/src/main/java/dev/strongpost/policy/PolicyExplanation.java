package dev.strongpost.policy;

import java.util.Optional;
import java.util.stream.Collectors;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

/**
 * Which rules were considered for a recipient, in order, and which decided: {@link PolicyTable#explain}. Rules for inbound mail
 * alone are not considered. Immutable.
 */
public final class PolicyExplanation {
    private static final PolicyRule BUILT_IN =
            new RuleTerms.Builder(TlsLevel.MAY).build().ruleFor(Who.EVERYONE, RuleSource.builtIn());

    /** What became of a rule that was considered. */
    public enum Outcome {
        /** It is the most specific that covers the recipient. */
        DECIDES("decides"),
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
        private final Outcome outcome;

        private Step(PolicyRule rule, Outcome outcome) {
            this.rule = rule;
            this.outcome = outcome;
        }

        /** Returns the rule; its place is {@code rule().requirement().source()}. */
        public PolicyRule rule() {
            return rule;
        }

        /** Returns what became of it. */
        public Outcome outcome() {
            return outcome;
        }

        /** Returns {@code partner.example (tls-policy.conf:3) is less specific: TLS with at least 112 bits}. */
        @Override
        public String toString() {
            TlsRequirement requirement = rule.requirement();
            return requirement.rule() + " " + outcome.words() + ": " + requirement.describe();
        }
    }

    private final String recipient;
    private final ImmutableList<Step> steps;

    @Nullable
    private final PolicyRule decisive;

    private PolicyExplanation(String recipient, ImmutableList<Step> steps, @Nullable PolicyRule decisive) {
        this.recipient = recipient;
        this.steps = steps;
        this.decisive = decisive;
    }

    /** Returns the explanation of a lookup that met {@code considered} and came to {@code decisive}, null for none. */
    static PolicyExplanation of(
            String local, String domain, ImmutableList<PolicyRule> considered, @Nullable PolicyRule decisive) {
        ImmutableList<Step> steps = considered.stream()
                .map(rule -> new Step(rule, outcome(rule, domain, decisive)))
                .collect(ImmutableList.toImmutableList());
        return new PolicyExplanation(PolicyError.shorten(local + "@" + domain), steps, decisive);
    }

    private static Outcome outcome(PolicyRule rule, String domain, @Nullable PolicyRule decisive) {
        if (rule.equals(decisive)) {
            return Outcome.DECIDES;
        }
        return rule.who().equals("." + domain) ? Outcome.SUB_DOMAINS_ONLY : Outcome.LESS_SPECIFIC;
    }

    /** Returns the recipient in the spelling that was looked up, cut to 100 characters, for people. */
    public String recipient() {
        return recipient;
    }

    /** Returns the rules that were considered, most specific first. The built-in rule is not among them. */
    public ImmutableList<Step> steps() {
        return steps;
    }

    /** Returns the rule that decided; empty when only the built-in {@code may} applies. */
    public Optional<PolicyRule> decisive() {
        return Optional.ofNullable(decisive);
    }

    /** Returns what mail to the recipient requires: the same as {@link PolicyTable#lookup}. */
    public TlsRequirement requirement() {
        return decisive == null ? TlsRequirement.builtInMay() : decisive.requirement();
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
        Outcome builtIn = decisive == null ? Outcome.DECIDES : Outcome.LESS_SPECIFIC;
        return recipient + ": " + requirement().describe()
                + steps.stream().map(step -> "\n  " + step).collect(Collectors.joining())
                + "\n  " + new Step(BUILT_IN, builtIn);
    }
}
