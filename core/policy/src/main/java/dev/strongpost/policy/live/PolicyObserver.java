// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.live;

import java.time.Duration;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.rule.Degradation;
import dev.strongpost.policy.rule.PolicyException;

/**
 * Hears what becomes of a {@link LivePolicyTable}: for metrics, log and checks. Called by the thread that
 * looks at the file, one call after the other; what a method throws is logged and harms no other observer.
 */
public interface PolicyObserver {
    /**
     * The active table is another one.
     *
     * @param took the time from the look at the file to the new table
     */
    default void reloaded(PolicyTable table, Duration took) {}

    /**
     * The file has come to have a mistake, or another than before; the active table stays. Once for each such change.
     */
    default void refused(PolicyException why) {}

    /**
     * Time, or an update of Java, has done something to active rules, or does soon. Once a day for each such thing, and
     * once when a table becomes active.
     */
    default void degraded(Degradation how) {}
}
