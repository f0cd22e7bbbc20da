// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.drain;

import java.time.Duration;
import java.util.Locale;

import dev.strongpost.benchmarks.Options;
import dev.strongpost.benchmarks.delivery.Contender;
import dev.strongpost.benchmarks.delivery.Load;
import dev.strongpost.benchmarks.receiver.Receiver;
import dev.strongpost.benchmarks.receiver.ReceiverSettings;

/**
 * A thousand destinations, one in twenty of which accepts the connection and never says anything: how long the others
 * take, beside how long they take when there is no mail for the black holes. Stock James waits out its time-out of
 * minutes in each of its threads, so it is given up when nothing moves.
 */
public final class BlackHoles {
    private static final int EVERY = 20;
    private static final int PER_DESTINATION = 10;
    private static final int WARM_UP = 2_000;

    private BlackHoles() {}

    /** Runs it and prints its tables. */
    public static void run(Options options) throws Exception {
        int messages = options.messages(10_000, 2_000);
        int destinations = Math.max(EVERY, messages / PER_DESTINATION);
        ReceiverSettings settings =
                ReceiverSettings.PLAIN.withHosts(destinations).withMuteEvery(EVERY);
        try (Receiver receiver = Receiver.start(settings)) {
            Load without = new Load(messages - messages / EVERY, Load.USUAL_SIZE, destinations, EVERY);
            Load warmUp = new Load(Math.min(messages, WARM_UP), Load.USUAL_SIZE, destinations, EVERY);
            Scenario healthy = Scenario.of(settings, without).withWarmUp(warmUp);
            System.out.println("without mail for the black holes:");
            Comparison alone = Comparison.of(healthy, receiver, options).print();
            System.out.println("with mail for the black holes:");
            Scenario all = Scenario.of(settings, Load.of(messages, destinations))
                    .withWarmUp(warmUp)
                    .within(Duration.ofSeconds(options.isQuick() ? 15 : 120));
            Comparison together = Comparison.of(all, receiver, options).print();
            printFactor(alone, together);
        }
    }

    private static void printFactor(Comparison alone, Comparison together) {
        alone.median(Contender.OURS).ifPresent(without -> together.median(Contender.OURS)
                .ifPresent(with -> System.out.printf(
                        Locale.ROOT,
                        "ours: the black holes make the others take %.2f times as long%n",
                        (double) with.millis() / without.millis())));
    }
}
