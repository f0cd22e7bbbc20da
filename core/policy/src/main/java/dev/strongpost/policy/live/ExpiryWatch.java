// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.live;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

import javax.annotation.Nullable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.rule.ExpiringRule;

/**
 * Says once a day which active rules end soon, and which should have ended. It never ends one: mail that has
 * travelled encrypted does not go out in cleartext because a date has passed. Not thread-safe.
 */
final class ExpiryWatch {
    static final int MOST_LOGGED = 20;

    private static final Logger LOGGER = LoggerFactory.getLogger(ExpiryWatch.class);

    private final Clock clock;
    private final PolicyObserver observer;

    @Nullable
    private PolicyTable lastTable;

    @Nullable
    private LocalDate lastDay;

    ExpiryWatch(Clock clock, PolicyObserver observer) {
        this.clock = clock;
        this.observer = observer;
    }

    /** Speaks when the day, or the table, is another than at the last look. */
    void look(PolicyTable table) {
        LocalDate today = LocalDate.now(clock);
        if (table == lastTable && today.equals(lastDay)) {
            return;
        }
        lastTable = table;
        lastDay = today;
        List<ExpiringRule> rules = table.expiring(today);
        rules.stream().limit(MOST_LOGGED).forEach(ExpiryWatch::log);
        if (rules.size() > MOST_LOGGED) {
            LOGGER.warn("{} more rules end within {} days", rules.size() - MOST_LOGGED, ExpiringRule.DAYS_OF_WARNING);
        }
        rules.forEach(observer::expiring);
    }

    private static void log(ExpiringRule rule) {
        if (rule.isOver()) {
            LOGGER.error("{}; at the next start, or with the next change, the table is refused", rule);
        } else {
            LOGGER.warn("{}; after that day the table is refused", rule);
        }
    }
}
