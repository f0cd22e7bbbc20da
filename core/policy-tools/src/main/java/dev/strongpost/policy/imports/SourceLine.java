// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.Optional;

import javax.annotation.Nullable;

/** A line of a file of rules, or several that the file joins into one. Immutable. */
final class SourceLine {
    private final int number;
    private final String text;

    @Nullable
    private final String damage;

    private SourceLine(int number, String text, @Nullable String damage) {
        this.number = number;
        this.text = text;
        this.damage = damage;
    }

    static SourceLine of(int number, String text) {
        return new SourceLine(number, text, null);
    }

    /** Returns a line whose text cannot be relied on, because of {@code damage}, and is there to be shown. */
    static SourceLine damaged(int number, String text, String damage) {
        return new SourceLine(number, text, damage);
    }

    /** Returns the number of the line, or of the first of several, counted from 1. */
    int number() {
        return number;
    }

    String text() {
        return text;
    }

    /** Returns why the text cannot be relied on; empty when it can. */
    Optional<String> damage() {
        return Optional.ofNullable(damage);
    }
}
