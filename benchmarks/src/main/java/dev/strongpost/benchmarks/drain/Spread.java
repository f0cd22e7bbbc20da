// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.drain;

import dev.strongpost.benchmarks.Options;
import dev.strongpost.benchmarks.delivery.Load;
import dev.strongpost.benchmarks.receiver.Receiver;
import dev.strongpost.benchmarks.receiver.ReceiverSettings;

/** Two hundred destinations 50 ms away. */
public final class Spread {
    private static final int DESTINATIONS = 200;
    private static final int WARM_UP = 400;

    private Spread() {}

    /** Runs it and prints its table. */
    public static void run(Options options) throws Exception {
        int messages = options.messages(50 * DESTINATIONS, 4 * DESTINATIONS);
        ReceiverSettings settings =
                ReceiverSettings.PLAIN.withHosts(DESTINATIONS).withDelay(Latency.DELAY_MILLIS);
        try (Receiver receiver = Receiver.start(settings.withChunking(options.isChunking()))) {
            Scenario scenario = Scenario.of(settings, Load.of(messages, DESTINATIONS))
                    .withWarmUp(Load.of(Math.min(messages, WARM_UP), DESTINATIONS));
            Comparison.of(scenario, receiver, options).print();
        }
    }
}
