// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;

/**
 * The words of a {@code smtp_tls_policy_maps} value: between blanks or commas, or in braces, which hold {@code { name =
 * value with blanks }} together (postconf(5), smtp_tls_policy_maps; so postfix-tlspol writes {@code policy_string}). Of
 * one in braces the blanks around it, its name and its value do not count. One pass.
 */
final class PostfixWords {
    private static final CharMatcher BLANK = PostfixPolicyTable.BLANK;
    private static final CharMatcher SEPARATOR = BLANK.or(CharMatcher.is(','));

    private final String value;
    private final ImmutableList.Builder<String> words = ImmutableList.builder();
    private int at;

    private PostfixWords(String value) {
        this.value = value;
    }

    /**
     * Returns the words.
     *
     * @throws UntranslatableException when a brace is not closed, or has no blank or comma behind it
     */
    static ImmutableList<String> of(String value) throws UntranslatableException {
        PostfixWords words = new PostfixWords(value);
        words.read();
        return words.words.build();
    }

    private void read() throws UntranslatableException {
        while (at < value.length()) {
            if (SEPARATOR.matches(value.charAt(at))) {
                at++;
            } else if (value.charAt(at) == '{') {
                inBraces();
            } else {
                int end = SEPARATOR.indexIn(value, at);
                end = end < 0 ? value.length() : end;
                words.add(value.substring(at, end));
                at = end;
            }
        }
    }

    private void inBraces() throws UntranslatableException {
        int end = closing();
        if (end + 1 < value.length() && !SEPARATOR.matches(value.charAt(end + 1))) {
            throw new UntranslatableException("a closing brace with no blank or comma behind it");
        }
        String text = BLANK.trimFrom(value.substring(at + 1, end));
        int equals = text.indexOf('=');
        words.add(
                equals < 0
                        ? text
                        : BLANK.trimTrailingFrom(text.substring(0, equals)) + "="
                                + BLANK.trimLeadingFrom(text.substring(equals + 1)));
        at = end + 1;
    }

    private int closing() throws UntranslatableException {
        int open = 0;
        for (int i = at; i < value.length(); i++) {
            char c = value.charAt(i);
            open += c == '{' ? 1 : 0;
            open -= c == '}' ? 1 : 0;
            if (open == 0) {
                return i;
            }
        }
        throw new UntranslatableException("a brace that is not closed");
    }
}
