// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * How many lines of one kind may still go to the log: {@value #LINES} in any window of ten seconds, so that strangers
 * who fail on purpose do not fill the disk. Thread-safe.
 */
final class LogRateLimiter {
    /** Lines in a window. */
    static final int LINES = 20;

    /** Length of a window. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private long windowStart;
    private int used;
    private long withheld;

    /** Starts with a full budget. {@code nanoTime} is as {@link System#nanoTime}. */
    LogRateLimiter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.windowStart = nanoTime.getAsLong();
    }

    /**
     * Returns how many lines were withheld before this one, which may be written; empty when it has to be withheld too.
     */
    synchronized OptionalLong take() {
        long now = nanoTime.getAsLong();
        if (now - windowStart >= WINDOW.toNanos()) {
            windowStart = now;
            used = 0;
        }
        if (used >= LINES) {
            withheld++;
            return OptionalLong.empty();
        }
        used++;
        long before = withheld;
        withheld = 0;
        return OptionalLong.of(before);
    }
}
