// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.rule;

import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.text.Sanitizer;

/** One mistake in a policy table: where it is, what is written there, and what may be. Immutable. */
public final class PolicyError {
    /** The most characters of foreign text that a message quotes. */
    public static final int LONGEST = 100;

    private final String file;
    private final int line;
    private final String key;
    private final String given;
    private final String allowed;

    private PolicyError(String file, int line, String key, String given, String allowed) {
        this.file = file;
        this.line = line;
        this.key = key;
        this.given = given;
        this.allowed = allowed;
    }

    /**
     * Returns the mistake. Key and given text are cut to 100 characters, and their control characters replaced.
     *
     * @param file a path or a name, of which the last segment is kept
     * @param line counted from 1; 0 when the whole file is meant
     * @param key {@code who}, {@code level}, the name of an option, {@code line} or {@code file}
     * @param given what is written there
     * @param allowed what may be written there
     */
    public static PolicyError of(String file, int line, String key, String given, String allowed) {
        return new PolicyError(RuleSource.of(file, line).file(), line, shorten(key), shorten(given), allowed);
    }

    private static String shorten(String text) {
        return Sanitizer.visible(text, LONGEST);
    }

    /** Returns the file name without folders. */
    public String file() {
        return file;
    }

    /** Returns the line, counted from 1; 0 when the whole file is meant. */
    public int line() {
        return line;
    }

    /** Returns what is wrong: {@code who}, {@code level}, the name of an option, {@code line} or {@code file}. */
    public String key() {
        return key;
    }

    /** Returns what is written there. */
    public String given() {
        return given;
    }

    /** Returns what may be written there. */
    public String allowed() {
        return allowed;
    }

    /** Returns {@code tls-policy.conf:7: bits: given 300: allowed a whole number from 0 to 256}. */
    @Override
    public String toString() {
        return RuleSource.of(file, line) + ": " + key + ": given " + given + ": allowed " + allowed;
    }
}
