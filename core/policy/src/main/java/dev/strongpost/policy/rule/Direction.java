// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.rule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which mail a rule is for: the {@code direction=} of the policy table. */
public enum Direction {
    /** Mail that this server delivers to others. */
    OUT,
    /** Mail that others deliver to this server. */
    IN,
    /** Both. */
    BOTH;

    /** Returns the direction that the policy table writes as {@code word}, without regard to case. */
    public static Optional<Direction> parse(String word) {
        return Arrays.stream(values())
                .filter(direction -> direction.word().equalsIgnoreCase(word))
                .findFirst();
    }

    /** Returns the word of the policy table: {@code out}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Tells whether a rule of this direction is for mail in the direction {@code other}. */
    public boolean covers(Direction other) {
        return this == other || this == BOTH;
    }
}
