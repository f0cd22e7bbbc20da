// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.drain;

import java.util.Locale;

import dev.strongpost.benchmarks.Options;
import dev.strongpost.benchmarks.delivery.Contender;
import dev.strongpost.benchmarks.delivery.Load;
import dev.strongpost.benchmarks.receiver.Receiver;
import dev.strongpost.benchmarks.receiver.ReceiverSettings;

/**
 * A thousand hosts so far away that a connection to each is open at the same time, and the threads that takes. Ours
 * alone: stock James opens as many as it has threads.
 */
public final class Threads {
    private static final int CONNECTIONS = 1_000;
    /** For each connection: how much longer all replies take, so that the last is open before the first is done. */
    private static final double MILLIS_EACH = 1.5;

    private Threads() {}

    /** Runs it and prints its table. */
    public static void run(Options options) throws Exception {
        int connections = options.messages(CONNECTIONS, CONNECTIONS);
        ReceiverSettings settings =
                ReceiverSettings.PLAIN.withHosts(connections).withDelay((int) (connections * MILLIS_EACH));
        try (Receiver receiver = Receiver.start(settings)) {
            Scenario scenario = Scenario.of(settings, Load.of(connections, connections))
                    .withoutWarmUp()
                    .oursAlone();
            Comparison comparison = Comparison.of(scenario, receiver, options).print();
            comparison
                    .median(Contender.OURS)
                    .ifPresent(row -> System.out.printf(
                            Locale.ROOT,
                            "%d connections open at a time, and %d threads more than before%n",
                            row.received().get("mostOpen"),
                            row.peakThreads() - row.threadsBefore()));
        }
    }
}
