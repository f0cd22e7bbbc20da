// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.time.Duration;
import java.util.function.ToLongFunction;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.live.LivePolicyTable;
import dev.strongpost.policy.live.PolicyObserver;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.wiring.WiringFinding;

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

    /** Shows how those tables are at any time. */
    void show(PolicyTables tables) {
        gauges.register(
                "strongpost.table.rules",
                () -> sum(tables, table -> table.current().size()));
        gauges.register(
                "strongpost.table.degraded",
                () -> sum(tables, table -> table.status().isOk() ? 0 : 1));
        gauges.register("strongpost.table.version", () -> sum(tables, LivePolicyTable::version));
        gauges.register("strongpost.wiring.problems", () -> problems(tables));
        gauges.register("strongpost.build." + BuildVersion.TEXT, () -> 1);
    }

    private static long sum(PolicyTables tables, ToLongFunction<LivePolicyTable> number) {
        return tables.all().stream().mapToLong(number).sum();
    }

    private static long problems(PolicyTables tables) {
        return tables.wiringFindings().stream().filter(WiringFinding::isError).count();
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
