// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.apache.james.metrics.api.Gauge;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.policy.live.LivePolicyTable;

class TableMetricsTest {
    @TempDir
    Path root;

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final Map<String, Gauge<?>> gauges = new HashMap<>();

    private PolicyTables tables;

    @BeforeEach
    void setUp() throws Exception {
        Files.createDirectory(root.resolve("conf"));
        tables = new PolicyTables(new ConfFolder(root), new TableMetrics(metrics, new RecordingGauges(gauges)));
    }

    @AfterEach
    void tearDown() {
        tables.close();
    }

    @Test
    void rulesOfAllTablesShouldBeShownTogether() throws Exception {
        open("tls-policy.conf", "partner.example\nother.example\n");
        open("more.conf", "third.example\n");

        assertThat(gauges.get("strongpost.table.rules").get()).isEqualTo(3L);
    }

    @Test
    void versionShouldBeThatOfTheContent() throws Exception {
        LivePolicyTable first = open("tls-policy.conf", "partner.example\n");
        LivePolicyTable same = open("more.conf", "partner.example\n");
        LivePolicyTable other = open("third.conf", "partner.example bits=256\n");

        assertThat(first.version())
                .isEqualTo(same.version())
                .isNotEqualTo(other.version())
                .isPositive();
        assertThat(gauges.get("strongpost.table.version").get())
                .isEqualTo(first.version() + same.version() + other.version());
        write("third.conf", "partner.example\n");
        await(other, () -> other.version() == first.version());
    }

    @Test
    void firstReadingShouldNotCountAsReload() throws Exception {
        open("tls-policy.conf", "partner.example\n");

        assertThat(metrics.countFor("strongpost.reloads.good")).isZero();
        assertThat(metrics.countFor("strongpost.reloads.bad")).isZero();
    }

    @Test
    void takenAndRefusedTablesShouldBeCounted() throws Exception {
        LivePolicyTable table = open("tls-policy.conf", "partner.example\n");

        write("tls-policy.conf", "partner.example\nother.example\n");
        await(table, () -> table.current().size() == 2);
        write("tls-policy.conf", "partner.example bits=300\n");
        await(table, () -> table.lastError().isPresent());

        assertThat(metrics.countFor("strongpost.reloads.good")).isEqualTo(1);
        assertThat(metrics.countFor("strongpost.reloads.bad")).isEqualTo(1);
        assertThat(gauges.get("strongpost.table.rules").get()).isEqualTo(2L);
        assertThat(gauges.get("strongpost.table.degraded").get()).isEqualTo(1L);
    }

    private static void await(LivePolicyTable table, java.util.function.BooleanSupplier condition) {
        Awaitility.await().until(() -> {
            table.poll();
            return condition.getAsBoolean();
        });
    }

    private LivePolicyTable open(String name, String table) throws Exception {
        write(name, table);
        return tables.open("file://conf/" + name);
    }

    private void write(String name, String table) throws Exception {
        Files.writeString(root.resolve("conf").resolve(name), table);
    }

    private record RecordingGauges(Map<String, Gauge<?>> gauges) implements GaugeRegistry {
        @Override
        public <T> GaugeRegistry register(String name, Gauge<T> gauge) {
            gauges.put(name, gauge);
            return this;
        }

        @Override
        public <T> SettableGauge<T> settableGauge(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
