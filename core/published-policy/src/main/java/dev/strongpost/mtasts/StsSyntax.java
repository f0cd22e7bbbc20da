// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import com.google.common.base.CharMatcher;

/** What the grammars of the record and of the policy have in common (RFC 8461 sections 3.1 and 3.2). */
final class StsSyntax {
    static final CharMatcher BLANK = CharMatcher.anyOf(" \t");
    static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');
    static final CharMatcher ALPHANUMERIC =
            CharMatcher.inRange('A', 'Z').or(CharMatcher.inRange('a', 'z')).or(DIGITS);
    private static final CharMatcher NAME = ALPHANUMERIC.or(CharMatcher.anyOf("_-."));
    private static final int LONGEST_NAME = 32;

    private StsSyntax() {}

    /** Tells whether {@code text} can be the name of a field. */
    static boolean isFieldName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && NAME.matchesAllOf(text)
                && ALPHANUMERIC.matches(text.charAt(0));
    }
}
