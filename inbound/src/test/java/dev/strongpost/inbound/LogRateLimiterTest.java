// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class LogRateLimiterTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final LogRateLimiter budget = new LogRateLimiter(now::get);

    private void spend(int lines) {
        for (int i = 0; i < lines; i++) {
            budget.take();
        }
    }

    @Test
    void takeShouldWithholdWhatIsBeyondTheBudgetOfAWindow() {
        spend(LogRateLimiter.LINES);

        assertThat(budget.take()).isEmpty();
    }

    @Test
    void takeShouldTellInTheNextWindowHowManyWereWithheld() {
        spend(LogRateLimiter.LINES + 7);
        now.addAndGet(LogRateLimiter.WINDOW.toNanos());

        assertThat(budget.take()).hasValue(7);
        assertThat(budget.take()).hasValue(0);
    }

    @Test
    void windowShouldBeginWithItsFirstLine() {
        LogRateLimiter daily = new LogRateLimiter(1, Duration.ofDays(1), now::get);
        now.addAndGet(Duration.ofHours(23).toNanos());
        assertThat(daily.take()).hasValue(0);
        now.addAndGet(Duration.ofDays(1).toNanos() - 1);
        assertThat(daily.take()).isEmpty();
        now.addAndGet(1);
        assertThat(daily.take()).hasValue(1);
    }
}
