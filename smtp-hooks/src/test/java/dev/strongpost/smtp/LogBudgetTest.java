package dev.strongpost.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class LogBudgetTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final LogBudget budget = new LogBudget(now::get);

    private void spend(int lines) {
        for (int i = 0; i < lines; i++) {
            budget.take();
        }
    }

    @Test
    void takeShouldWithholdWhatIsBeyondTheBudgetOfAWindow() {
        spend(LogBudget.LINES);

        assertThat(budget.take()).isEmpty();
    }

    @Test
    void takeShouldTellInTheNextWindowHowManyWereWithheld() {
        spend(LogBudget.LINES + 7);
        now.addAndGet(LogBudget.WINDOW.toNanos());

        assertThat(budget.take()).hasValue(7);
        assertThat(budget.take()).hasValue(0);
    }
}
