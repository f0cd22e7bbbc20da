// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.dropwizard.DropWizardGaugeRegistry;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.strongpost.james.PolicyTables;
import dev.strongpost.james.TableMetrics;
import dev.strongpost.testkit.Checkout;
import io.prometheus.client.dropwizard.DropwizardExports;

/**
 * {@code docs/metrics.md} and the dashboard name the metrics that the code registers, as James shows them to
 * Prometheus.
 */
class MetricsManualTest {
    private static final Path MANUAL = Checkout.file("docs/metrics.md");
    private static final Path DASHBOARD = Checkout.file("docs/grafana-dashboard.json");

    private final MetricRegistry registry = new MetricRegistry();

    @BeforeEach
    void setUp() {
        DropWizardMetricFactory metrics = new DropWizardMetricFactory(registry);
        DropWizardGaugeRegistry gauges = new DropWizardGaugeRegistry(registry);
        new DeliveryMetrics(metrics, gauges, registry);
        new PolicyTables(Mockito.mock(FileSystem.class), new TableMetrics(metrics, gauges));
    }

    /** One row of the table of the manual. */
    private record Row(String name, String kind, String unit, String forPrometheus, String meaning) {
        static Row parse(String line) {
            List<String> cells = Arrays.stream(line.split("\\|"))
                    .map(cell -> cell.strip().replace("`", ""))
                    .toList();
            return new Row(cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5));
        }
    }

    private static List<Row> manual() throws Exception {
        return Files.readAllLines(MANUAL).stream()
                .filter(line -> line.startsWith("| `"))
                .map(Row::parse)
                .toList();
    }

    private Set<String> exported() {
        return new DropwizardExports(registry)
                .collect().stream()
                        .flatMap(family -> family.samples.stream())
                        .map(sample -> sample.name)
                        .filter(name -> !name.endsWith("_count") && !name.startsWith("strongpost_build_"))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String kind(Metric metric) {
        if (metric instanceof Timer) {
            return "timer";
        }
        return metric instanceof Gauge ? "gauge" : "counter";
    }

    @Nested
    class Manual {
        @Test
        void everyRegisteredMetricShouldBeInTheTableWithItsKind() throws Exception {
            assertThat(manual())
                    .extracting(row -> row.name() + " " + row.kind())
                    .containsExactlyInAnyOrderElementsOf(registry.getMetrics().entrySet().stream()
                            .filter(metric -> !metric.getKey().startsWith("strongpost.build."))
                            .map(metric -> metric.getKey() + " " + kind(metric.getValue()))
                            .toList());
        }

        @Test
        void namesForPrometheusShouldBeThoseThatJamesExports() throws Exception {
            assertThat(manual()).extracting(Row::forPrometheus).containsExactlyInAnyOrderElementsOf(exported());
        }

        @Test
        void everyRowShouldSayUnitAndMeaning() throws Exception {
            assertThat(manual()).allSatisfy(row -> assertThat(List.of(row.unit(), row.meaning()))
                    .doesNotContain(""));
        }
    }

    @Nested
    class Alerts {
        @Test
        void everyAlertShouldAskForMetricsThatThereAre() throws Exception {
            Set<String> asked = Files.readAllLines(Checkout.file("docs/prometheus-alerts.yml")).stream()
                    .filter(line -> line.strip().startsWith("expr: ") && !line.contains("__name__"))
                    .flatMap(line ->
                            Pattern.compile("strongpost_\\w+").matcher(line).results())
                    .map(match -> match.group())
                    .filter(name -> !name.startsWith("strongpost_inbound_"))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(asked).hasSizeGreaterThan(3);
            assertThat(exported()).containsAll(asked);
        }
    }

    @Nested
    class Dashboard {
        private static final Pattern NAME = Pattern.compile("(strongpost_\\w+|outgoingMails_\\w+)[{,)]");

        private JsonNode dashboard;
        private String expressions;

        @BeforeEach
        void read() throws Exception {
            dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
            expressions = dashboard.findValuesAsText("expr").stream().collect(Collectors.joining("\n"));
        }

        @Test
        void everyDocumentedMetricShouldBeShownAndNoOther() throws Exception {
            Set<String> shown = new TreeSet<>();
            Matcher names = NAME.matcher(expressions);
            while (names.find()) {
                shown.add(names.group(1));
            }
            shown.removeIf(name -> name.startsWith("strongpost_inbound_")); // of another module

            assertThat(shown).containsExactlyInAnyOrderElementsOf(exported());
        }

        @Test
        void everyPanelShouldHaveTitleDescriptionPlaceAndQuery() {
            List<JsonNode> panels = StreamSupport.stream(dashboard.get("panels").spliterator(), false)
                    .filter(panel -> !panel.get("type").asText().equals("row"))
                    .toList();

            assertThat(panels).hasSizeGreaterThan(10).allSatisfy(panel -> {
                assertThat(panel.get("title").asText()).isNotBlank();
                assertThat(panel.get("description").asText()).isNotBlank();
                assertThat(panel.get("targets")).isNotEmpty();
                assertThat(panel.get("gridPos").get("x").asInt()
                                + panel.get("gridPos").get("w").asInt())
                        .isLessThanOrEqualTo(24);
            });
            assertThat(dashboard.get("panels").findValuesAsText("id")).doesNotHaveDuplicates();
        }

        @Test
        void bracketsOfEveryExpressionShouldMatch() {
            assertThat(expressions.lines()).allSatisfy(expression -> {
                assertThat(count(expression, '(')).isEqualTo(count(expression, ')'));
                assertThat(count(expression, '{')).isEqualTo(count(expression, '}'));
                assertThat(count(expression, '[')).isEqualTo(count(expression, ']'));
            });
        }

        private static long count(String text, char wanted) {
            return text.chars().filter(character -> character == wanted).count();
        }
    }
}
