// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import dev.strongpost.text.InvalidValueException;

/** The text behind the {@code =} of an option, out of its quotes. */
final class OptionUnquoter {
    private static final String ALLOWED_QUOTES =
            "a value wholly in double quotes, with \\\" and \\\\ inside, or without quotes";

    private OptionUnquoter() {}

    /**
     * Returns the value that {@code raw} writes.
     *
     * @throws InvalidValueException when it is empty, or quoted in part, or has a backslash before anything but a quote
     *     or a backslash
     */
    static String parse(String raw) throws InvalidValueException {
        String text = raw.startsWith("\"") ? unquote(raw) : raw;
        if (text.isBlank()) {
            throw new InvalidValueException("a value");
        }
        if (raw.indexOf('"') > 0 && !raw.startsWith("\"")) {
            throw new InvalidValueException(ALLOWED_QUOTES);
        }
        return text;
    }

    // RuleTokenizer has seen to it that quotes are closed.
    private static String unquote(String raw) throws InvalidValueException {
        StringBuilder text = new StringBuilder(raw.length());
        int at = 1;
        while (raw.charAt(at) != '"') {
            if (raw.charAt(at) == '\\') {
                at++;
                requireEscapable(raw.charAt(at));
            }
            text.append(raw.charAt(at));
            at++;
        }
        if (at != raw.length() - 1) {
            throw new InvalidValueException(ALLOWED_QUOTES);
        }
        return text.toString();
    }

    private static void requireEscapable(char c) throws InvalidValueException {
        if (c != '"' && c != '\\') {
            throw new InvalidValueException(ALLOWED_QUOTES);
        }
    }
}
