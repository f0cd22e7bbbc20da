// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.Optional;

import javax.annotation.Nullable;

/**
 * The lines that make one logical line, joined by what joins them. At most {@value #LONGEST} characters are kept: what
 * is longer is damaged, and reported as such. Not thread-safe.
 */
final class JoinedLines {
    static final int LONGEST = 1 << 20;

    private final String glue;
    private final StringBuilder text = new StringBuilder();
    private int number;

    @Nullable
    private String damage;

    /** Takes what is between the lines. */
    JoinedLines(String glue) {
        this.glue = glue;
    }

    /** Returns the logical line so far, and begins another; empty when there was none. */
    Optional<SourceLine> take() {
        if (number == 0) {
            return Optional.empty();
        }
        String all = text.toString();
        SourceLine joined = damage == null ? SourceLine.of(number, all) : SourceLine.damaged(number, all, damage);
        text.setLength(0);
        number = 0;
        damage = null;
        return Optional.of(joined);
    }

    /** Tells whether a logical line has begun. */
    boolean isBegun() {
        return number > 0;
    }

    /** Adds {@code part}, which is on {@code line}. */
    void add(SourceLine line, String part) {
        if (number == 0) {
            number = line.number();
        } else if (text.length() + part.length() < LONGEST) {
            text.append(glue);
        }
        if (text.length() + part.length() > LONGEST) {
            damage = "the continued line is longer than " + LONGEST + " characters, the most that is read";
        } else {
            text.append(part);
        }
        line.damage().ifPresent(found -> damage = "on line " + line.number() + ", " + found);
    }
}
