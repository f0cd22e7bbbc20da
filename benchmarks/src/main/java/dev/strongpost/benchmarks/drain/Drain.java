// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.drain;

import dev.strongpost.benchmarks.Options;
import dev.strongpost.benchmarks.delivery.Load;
import dev.strongpost.benchmarks.receiver.Receiver;
import dev.strongpost.benchmarks.receiver.ReceiverSettings;

/** A full queue for one destination. */
public final class Drain {
    private Drain() {}

    /** Runs it and prints its table. */
    public static void run(Options options) throws Exception {
        try (Receiver receiver = Receiver.start(ReceiverSettings.PLAIN.withChunking(options.isChunking()))) {
            Ceiling.print(receiver, options);
            Load load = Load.of(options.messages(10_000, 2_000), 1);
            Comparison.of(Scenario.of(receiver.settings(), load), receiver, options)
                    .print();
        }
    }
}
