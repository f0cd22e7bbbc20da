// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.drain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.strongpost.benchmarks.Options;
import dev.strongpost.benchmarks.Table;
import dev.strongpost.benchmarks.delivery.Contender;
import dev.strongpost.benchmarks.receiver.Receiver;

/** The contenders of a scenario in turn, again and again, and the median of each. */
public final class Comparison {
    private final Map<Contender, List<Measurement>> measurements = new EnumMap<>(Contender.class);

    /** Runs {@code scenario} as often as {@code options} say. Each contender gets a fresh JVM each time. */
    public static Comparison of(Scenario scenario, Receiver receiver, Options options) {
        Comparison comparison = new Comparison();
        for (int run = 1; run <= options.runs(); run++) {
            for (Contender contender : scenario.contenders()) {
                if (options.isWanted(contender)) {
                    comparison.add(run, new Trial(scenario, receiver, options).run(contender));
                }
            }
        }
        return comparison;
    }

    private void add(int run, Measurement measurement) {
        measurements
                .computeIfAbsent(measurement.contender(), none -> new ArrayList<>())
                .add(measurement);
        System.out.printf(
                Locale.ROOT,
                "run %d, %s: %d messages in %.2f s, %.0f/s%n",
                run,
                measurement.contender().title(),
                measurement.mails(),
                measurement.millis() / 1000.0,
                measurement.rate());
    }

    /** Returns the run of {@code contender} that is the median by its rate; nothing when it did not take part. */
    public Optional<Measurement> median(Contender contender) {
        List<Measurement> sorted = new ArrayList<>(measurements.getOrDefault(contender, List.of()));
        sorted.sort(Comparator.comparingDouble(Measurement::rate));
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
    }

    /** Prints the medians, and the ratio of each rate to that of stock James. */
    public Comparison print() {
        Table table = new Table(
                "median",
                "messages",
                "seconds",
                "messages/s",
                "CPU ms/message",
                "connections",
                "at a time",
                "handshakes",
                "resumed",
                "threads before",
                "at most",
                "ratio");
        for (Contender contender : measurements.keySet()) {
            median(contender).ifPresent(measurement -> addRow(table, measurement));
        }
        table.print();
        return this;
    }

    private void addRow(Table table, Measurement row) {
        table.row(
                row.contender().title(),
                row.complete() ? row.mails() : row.mails() + ", not all",
                Table.number(row.millis() / 1000.0, 2),
                Table.number(row.rate(), 0),
                Table.number(row.cpuMillisPerMail(), 3),
                row.received().get("connections"),
                row.received().get("mostOpen"),
                row.received().get("handshakes"),
                row.received().get("resumed"),
                row.threadsBefore(),
                row.peakThreads(),
                ratio(row));
    }

    private String ratio(Measurement row) {
        return median(Contender.STOCK)
                .map(stock -> Table.number(row.rate() / stock.rate(), 2))
                .orElse("");
    }
}
