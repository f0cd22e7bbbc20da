// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.live;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

import javax.annotation.Nullable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.rule.Degradation;

/** Says once a day what time or an update of Java has done to active rules, and what it does soon. Not thread-safe. */
final class DegradationWatch {
    static final int MOST_LOGGED = 20;

    private static final Logger LOGGER = LoggerFactory.getLogger(DegradationWatch.class);

    private final Clock clock;
    private final PolicyObserver observer;

    @Nullable
    private PolicyTable lastTable;

    @Nullable
    private LocalDate lastDay;

    DegradationWatch(Clock clock, PolicyObserver observer) {
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
        List<Degradation> degradations = table.degradations(today);
        degradations.stream().limit(MOST_LOGGED).forEach(DegradationWatch::log);
        if (degradations.size() > MOST_LOGGED) {
            LOGGER.warn(
                    "{} more rules are not what they were when they were written, or will not be within {} days",
                    degradations.size() - MOST_LOGGED,
                    Degradation.DAYS_OF_WARNING);
        }
        degradations.forEach(observer::degraded);
    }

    private static void log(Degradation degradation) {
        if (degradation.isGrave()) {
            LOGGER.error("{}", degradation);
        } else {
            LOGGER.warn("{}", degradation);
        }
    }
}
