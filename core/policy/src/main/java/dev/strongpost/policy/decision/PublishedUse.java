// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a rule makes of what the domain itself publishes about TLS ({@code published=}), where it is looked up at all. In
 * order of strictness.
 */
public enum PublishedUse {
    /** It is not looked up: an exception. */
    IGNORE,
    /** It applies in addition to the rule. */
    USE,
    /** It applies, and there has to be something that does. */
    REQUIRE;

    /** Returns the use that the policy table writes as {@code word}, without regard to case. */
    public static Optional<PublishedUse> parse(String word) {
        return Arrays.stream(values())
                .filter(use -> use.word().equalsIgnoreCase(word))
                .findFirst();
    }

    /** Returns the word of the policy table: {@code use}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
