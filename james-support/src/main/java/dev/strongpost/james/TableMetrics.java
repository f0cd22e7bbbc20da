// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.time.Duration;
import java.util.function.IntSupplier;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.live.PolicyObserver;
import dev.strongpost.policy.rule.PolicyException;

/**
 * Counts what becomes of the policy tables, by James's metrics. {@code docs/metrics.md} lists the names. Thread-safe.
 */
@Singleton
public final class TableMetrics implements PolicyObserver {
    private final GaugeRegistry gauges;
    private final Metric good;
    private final Metric bad;

    /** Made by James. */
    @Inject
    public TableMetrics(MetricFactory metrics, GaugeRegistry gauges) {
        this.gauges = gauges;
        this.good = metrics.generate("strongpost.reloads.good");
        this.bad = metrics.generate("strongpost.reloads.bad");
    }

    /** Shows the number that {@code rules} gives at any time as that of the rules in force. */
    void show(IntSupplier rules) {
        gauges.register("strongpost.table.rules", rules::getAsInt);
    }

    @Override
    public void reloaded(PolicyTable table, Duration took) {
        good.increment();
    }

    @Override
    public void refused(PolicyException why) {
        bad.increment();
    }
}
