// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.drain;

import java.util.Map;

import dev.strongpost.benchmarks.Options;
import dev.strongpost.benchmarks.delivery.Load;
import dev.strongpost.benchmarks.receiver.Receiver;
import dev.strongpost.benchmarks.receiver.ReceiverSettings;
import reactor.core.scheduler.Schedulers;

/** One destination 50 ms away, with as many connections for ours as stock James opens. */
public final class Latency {
    static final int DELAY_MILLIS = 50;
    private static final int WARM_UP = 200;

    private Latency() {}

    /** Runs it and prints its table. */
    public static void run(Options options) throws Exception {
        try (Receiver receiver =
                Receiver.start(ReceiverSettings.PLAIN.withDelay(DELAY_MILLIS).withChunking(options.isChunking()))) {
            Scenario scenario = Scenario.of(receiver.settings(), Load.of(options.messages(2_000, 400), 1))
                    .withWarmUp(Load.of(Math.min(WARM_UP, options.messages(WARM_UP, WARM_UP)), 1))
                    .withOurs(Map.of("maxConnectionsPerHost", String.valueOf(connectionsOfStock())));
            Comparison.of(scenario, receiver, options).print();
        }
    }

    /**
     * RemoteDelivery opens a connection in each thread of a scheduler of Reactor's usual size, 10 for each processor.
     */
    private static int connectionsOfStock() {
        return Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;
    }
}
