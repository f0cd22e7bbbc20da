// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** How many lines of one kind may still go to the log, so that strangers do not fill the disk. Thread-safe. */
final class LogRateLimiter {
    /** Lines in a window, where clients cause them on purpose. */
    static final int LINES = 20;

    /** Length of such a window. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    private final int lines;
    private final long window;
    private final LongSupplier nanoTime;
    private long windowStart;
    private int used;
    private long withheld;

    /** Allows {@value #LINES} lines in ten seconds. {@code nanoTime} is as {@link System#nanoTime}. */
    LogRateLimiter(LongSupplier nanoTime) {
        this(LINES, WINDOW, nanoTime);
    }

    /** Allows that many lines in a window of that length, which begins with the first of them. */
    LogRateLimiter(int lines, Duration window, LongSupplier nanoTime) {
        this.lines = lines;
        this.window = window.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Returns how many lines were withheld before this one, which may be written; empty when it has to be withheld too.
     */
    synchronized OptionalLong take() {
        long now = nanoTime.getAsLong();
        if (used == 0 || now - windowStart >= window) {
            windowStart = now;
            used = 0;
        }
        if (used >= lines) {
            withheld++;
            return OptionalLong.empty();
        }
        used++;
        long before = withheld;
        withheld = 0;
        return OptionalLong.of(before);
    }
}
