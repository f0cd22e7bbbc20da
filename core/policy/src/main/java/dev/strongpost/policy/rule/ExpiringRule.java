// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.rule;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * A rule whose last day ({@code until=}) is near or over, seen from one day. It is active all the same. Immutable.
 */
public final class ExpiringRule {
    /** How many days before its last day a rule begins to count as expiring. */
    public static final int DAYS_OF_WARNING = 14;

    private final PolicyRule rule;
    private final LocalDate until;
    private final LocalDate today;

    public ExpiringRule(PolicyRule rule, LocalDate until, LocalDate today) {
        this.rule = rule;
        this.until = until;
        this.today = today;
    }

    /** Returns the rule. */
    public PolicyRule rule() {
        return rule;
    }

    /** Returns the days until its last one: 0 on that day itself, negative when it is over. */
    public long daysLeft() {
        return ChronoUnit.DAYS.between(today, until);
    }

    /** Tells whether the last day has passed: the table with the rule would be refused now. */
    public boolean isOver() {
        return daysLeft() < 0;
    }

    /** Returns {@code partner.example (tls-policy.conf:3) ends on 2026-12-01, in 9 days}. */
    @Override
    public String toString() {
        String name = rule.requirement().rule();
        if (isOver()) {
            return name + " ended on " + until + " and still is active";
        }
        return name + " ends on " + until + (daysLeft() == 0 ? ", today" : ", in " + days(daysLeft()));
    }

    private static String days(long count) {
        return count == 1 ? "1 day" : count + " days";
    }
}
