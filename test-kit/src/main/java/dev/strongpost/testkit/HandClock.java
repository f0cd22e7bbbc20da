// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock in UTC that a test moves by hand. Thread-safe. */
public final class HandClock extends Clock {
    private volatile Instant now;

    /** Creates a clock that shows {@code now}. */
    public HandClock(Instant now) {
        this.now = now;
    }

    /** Lets that time pass. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return now;
    }
}
