// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A table that has lost more than half of its rules, or all of them, by one change. That may well be meant, so it is
 * active at once; and it may be half a file, so it is said for a day. Immutable.
 */
final class TableShrinkage {
    private static final Duration SAID_FOR = Duration.ofHours(24);

    private final int before;
    private final int after;
    private final Instant end;

    private TableShrinkage(int before, int after, Instant end) {
        this.before = before;
        this.after = after;
        this.end = end;
    }

    /** Returns what a change from so many rules to so many is, at {@code now}; empty for one that is none. */
    static Optional<TableShrinkage> of(int before, int after, Instant now) {
        boolean shrunk = before > 0 && (after == 0 || 2L * after < before);
        return shrunk ? Optional.of(new TableShrinkage(before, after, now.plus(SAID_FOR))) : Optional.empty();
    }

    /** Tells whether it is still to be said at {@code now}. */
    boolean isRecent(Instant now) {
        return now.isBefore(end);
    }

    @Override
    public String toString() {
        return "the table has shrunk from " + before + " rules to " + after;
    }
}
