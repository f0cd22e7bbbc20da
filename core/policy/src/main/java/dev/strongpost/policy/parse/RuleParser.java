// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import java.util.Optional;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.rule.ErrorList;
import dev.strongpost.policy.rule.InboundSubject;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.policy.rule.RulePattern;
import dev.strongpost.policy.rule.RuleTerms;
import dev.strongpost.text.InvalidValueException;

/**
 * Reads one line of the policy table: {@code who [level] [key=value ...] [# comment]}. Not thread-safe; one per file.
 */
final class RuleParser {
    /** Which forms of {@code who} are taken. */
    private interface WhoSyntax {
        RulePattern parse(String text) throws InvalidValueException;
    }

    private final String file;
    private final RuleTermsParser terms;
    private final ErrorList errors;

    RuleParser(String file, OptionValues values, ErrorList errors) {
        this.file = RuleSource.of(file, 0).file();
        this.terms = new RuleTermsParser(values);
        this.errors = errors;
    }

    /**
     * Returns the rule; empty for a line without one, and for one whose mistakes, which go to the errors, leave none.
     */
    public Optional<PolicyRule> parse(String line, int number) {
        try {
            ImmutableList<String> words = RuleTokenizer.of(line);
            return words.isEmpty()
                    ? Optional.empty()
                    : rule(words.get(0), number, words.subList(1, words.size()), RulePattern::parse);
        } catch (InvalidValueException e) {
            errors.add(number, "line", line.trim(), e.allowed());
            return Optional.empty();
        }
    }

    /** Returns the rule for recipients {@code who} with the defaults of a line that says nothing else. */
    Optional<PolicyRule> parseWho(String who, int number) {
        return rule(who, number, ImmutableList.of(), RulePattern::parseRecipient);
    }

    private Optional<PolicyRule> rule(String who, int number, ImmutableList<String> words, WhoSyntax syntax) {
        boolean prefixed = InboundSubject.of(who).isPresent();
        RuleTerms behind = terms.parse(words, prefixed, number, errors);
        try {
            return Optional.of(behind.ruleFor(syntax.parse(who).toString(), RuleSource.of(file, number)));
        } catch (InvalidValueException e) {
            errors.add(number, "who", who.isEmpty() ? "nothing" : who, e.allowed());
            return Optional.empty();
        }
    }
}
