// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.PolicyExplanation;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.lint.RequirementComparison;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.PolicyRule;

/**
 * Rules for {@code user@domain} and {@code user@}, which cover {@code user+tag} too, here and in Sendmail (rulesets
 * {@code F} and {@code U} of cf/m4/proto.m4; asked of 8.17.1.9). Where one asks for less than the rule that would hold
 * without it, that is said: its author may not have known.
 */
final class TaggedUsers {
    /** A tag that no rule has. */
    private static final String TAG = "+any-0f3b7c2e91d64a58";

    private final TableWriter writer;
    private final PolicyTable table;

    /** What rules without a local part ask for, each once. */
    private final ImmutableList<TlsRequirement> ofDomains;

    TaggedUsers(TableWriter writer) {
        this.writer = writer;
        this.table = writer.parsed();
        this.ofDomains = Stream.concat(
                        Stream.of(TlsRequirement.builtInMay()),
                        outbound().filter(rule -> rule.who().indexOf('@') < 0).map(PolicyRule::requirement))
                .map(requirement -> requirement.forRule("", requirement.source().atLine(0)))
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }

    private Stream<PolicyRule> outbound() {
        return table.rules().stream().filter(rule -> rule.direction().covers(Direction.OUT));
    }

    /** Reports the rules that ask for less. */
    void report() {
        List<PolicyRule> users = outbound().filter(TaggedUsers::isForAnyTag).collect(Collectors.toList());
        users.forEach(this::report);
    }

    private static boolean isForAnyTag(PolicyRule rule) {
        int at = rule.who().lastIndexOf('@');
        return at > 0 && rule.who().lastIndexOf('+', at) < 0;
    }

    private void report(PolicyRule rule) {
        boolean weaker = rule.who().endsWith("@")
                ? ofDomains.stream().anyMatch(asked -> isWeaker(rule.requirement(), asked))
                : isWeaker(rule.requirement(), ofDomain(rule.who()));
        if (weaker) {
            String user = rule.who().substring(0, rule.who().lastIndexOf('@'));
            writer.note(
                    rule.who(),
                    "it asks for less than the rule for the domain, and holds for " + user
                            + "+anything@ as well, as in Sendmail");
        }
    }

    private TlsRequirement ofDomain(String who) {
        int at = who.lastIndexOf('@');
        Optional<TlsRequirement> next =
                table.explain(who.substring(0, at) + TAG, who.substring(at + 1)).steps().stream()
                        .filter(step -> step.outcome() != PolicyExplanation.Outcome.SUB_DOMAINS_ONLY)
                        .map(PolicyExplanation.Step::requirement)
                        .filter(requirement -> requirement.who().indexOf('@') < 0)
                        .findFirst();
        return next.orElseGet(TlsRequirement::builtInMay);
    }

    private static boolean isWeaker(TlsRequirement rule, TlsRequirement asked) {
        return !RequirementComparison.demandsAllOf(asked, rule);
    }
}
