// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Objects;

import javax.annotation.Nullable;

/** Where a rule is written: file and line, or nowhere for the rule that is built in. Immutable. */
public final class RuleSource {
    private static final RuleSource BUILT_IN = new RuleSource("built-in", 0);

    private final String file;
    private final int line;

    private RuleSource(String file, int line) {
        this.file = file;
        this.line = line;
    }

    /**
     * Returns the place in a file.
     *
     * @param file a path or a name, of which the last segment is kept
     * @param line counted from 1; 0 when there are no lines
     */
    public static RuleSource of(String file, int line) {
        int slash = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
        return new RuleSource(slash < 0 ? file : file.substring(slash + 1), line);
    }

    /** Returns another line of the same file. */
    public RuleSource atLine(int other) {
        return new RuleSource(file, other);
    }

    /** Returns the place of what no file says. */
    public static RuleSource builtIn() {
        return BUILT_IN;
    }

    /** Tells whether no file says it. */
    public boolean isBuiltIn() {
        return equals(BUILT_IN);
    }

    /** Returns the file name without folders. */
    public String file() {
        return file;
    }

    /** Returns the line, counted from 1; 0 when there are no lines. */
    public int line() {
        return line;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof RuleSource)) {
            return false;
        }
        RuleSource that = (RuleSource) other;
        return line == that.line && file.equals(that.file);
    }

    @Override
    public int hashCode() {
        return Objects.hash(file, line);
    }

    /** Returns {@code tls-policy.conf:12}, or {@code built-in}. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
