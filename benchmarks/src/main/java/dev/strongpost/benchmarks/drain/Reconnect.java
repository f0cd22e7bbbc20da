// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.drain;

import java.util.Map;

import dev.strongpost.benchmarks.Options;
import dev.strongpost.benchmarks.Table;
import dev.strongpost.benchmarks.delivery.Contender;
import dev.strongpost.benchmarks.delivery.Load;
import dev.strongpost.benchmarks.process.Figures;
import dev.strongpost.benchmarks.receiver.Receiver;
import dev.strongpost.benchmarks.receiver.ReceiverSettings;

/**
 * Connections that take few mails, to a host that resumes sessions: how many do. The first connections, as many as are
 * open at a time, have nothing to resume and do not count. Ours alone: stock James resumes nothing, as its drain shows.
 */
public final class Reconnect {
    private static final Map<String, String> SHORT = Map.of("maxMailsPerConnection", "10");

    private Reconnect() {}

    /** Runs it and prints its table. */
    public static void run(Options options) throws Exception {
        Table table =
                new Table("TLS", "messages", "messages/s", "connections", "at a time", "resumed", "of reconnects");
        for (int tls : new int[] {12, 13}) {
            try (Receiver receiver = Receiver.start(ReceiverSettings.PLAIN.withTls(tls))) {
                Scenario scenario = Scenario.of(receiver.settings(), Load.of(options.messages(5_000, 2_000), 1))
                        .withOurs(SHORT)
                        .oursAlone();
                Comparison.of(scenario, receiver, options)
                        .median(Contender.OURS)
                        .ifPresent(row -> addRow(table, tls, row));
            }
        }
        table.print();
    }

    private static void addRow(Table table, int tls, Measurement row) {
        Figures received = row.received();
        long reconnects = received.get("connections") - received.get("mostOpen");
        double share = 100.0 * received.get("resumed") / Math.max(1, reconnects);
        table.row(
                "1." + tls % 10,
                row.mails(),
                Table.number(row.rate(), 0),
                received.get("connections"),
                received.get("mostOpen"),
                received.get("resumed"),
                Table.number(Math.min(100, share), 1) + " %");
    }
}
