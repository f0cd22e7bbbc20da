// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import com.google.common.collect.ImmutableList;

import dev.strongpost.text.InvalidValueException;

/**
 * Cuts a line of the policy table into words at blanks, up to the comment. Double quotes hold a word together; inside
 * them a backslash takes the next character as it is. One pass, linear in the length of the line.
 */
final class RuleTokenizer {
    private RuleTokenizer() {}

    /**
     * Returns the words of {@code line}, quotes and backslashes left in.
     *
     * @throws InvalidValueException when a quote is not closed, or a {@code #} is in the middle of a word
     */
    public static ImmutableList<String> of(String line) throws InvalidValueException {
        ImmutableList.Builder<String> words = ImmutableList.builder();
        int at = skipBlanks(line, 0);
        while (at < line.length() && line.charAt(at) != '#') {
            int end = wordEnd(line, at);
            words.add(line.substring(at, end));
            at = skipBlanks(line, end);
        }
        return words.build();
    }

    private static int skipBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int wordEnd(String line, int from) throws InvalidValueException {
        int at = from;
        while (at < line.length() && !isBlank(line.charAt(at))) {
            char c = line.charAt(at);
            if (c == '#') {
                // a#b@c.example would be a rule for the domain "a": refuse rather than guess.
                throw new InvalidValueException("a blank before the # of a comment, or the word in double quotes");
            }
            at = c == '"' ? quoteEnd(line, at) : at + 1;
        }
        return at;
    }

    private static int quoteEnd(String line, int from) throws InvalidValueException {
        for (int at = from + 1; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                return at + 1;
            }
            at += c == '\\' ? 1 : 0;
        }
        throw new InvalidValueException("a closing double quote");
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
