package dev.strongpost.policy;

import java.util.Optional;

import com.google.common.collect.ImmutableList;

/** Reads one line of the policy table: {@code who [level] [key=value ...] [# comment]}. Not thread-safe; one per file. */
final class RuleParser {
    private final String file;
    private final RuleTermsParser terms;
    private final ErrorList errors;

    RuleParser(String file, OptionValues values, ErrorList errors) {
        this.file = RuleSource.of(file, 0).file();
        this.terms = new RuleTermsParser(values);
        this.errors = errors;
    }

    /** Returns the rule; empty for a line without one, and for one whose mistakes, which go to the errors, leave none. */
    Optional<PolicyRule> parse(String line, int number) {
        try {
            ImmutableList<String> words = RuleWords.of(line);
            return words.isEmpty() ? Optional.empty() : rule(words, number);
        } catch (InvalidValueException e) {
            errors.add(number, "line", line.trim(), e.allowed());
            return Optional.empty();
        }
    }

    /** Returns the rule for {@code who} with the defaults of a line that says nothing else. */
    Optional<PolicyRule> parseWho(String who, int number) {
        return rule(ImmutableList.of(who), number);
    }

    private Optional<PolicyRule> rule(ImmutableList<String> words, int number) {
        RuleTerms behind = terms.parse(words.subList(1, words.size()), number, errors);
        String who = words.get(0);
        try {
            return Optional.of(behind.ruleFor(Who.parse(who), RuleSource.of(file, number)));
        } catch (InvalidValueException e) {
            errors.add(number, "who", who.isEmpty() ? "nothing" : who, e.allowed());
            return Optional.empty();
        }
    }
}
