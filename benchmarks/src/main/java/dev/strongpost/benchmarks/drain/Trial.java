// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.drain;

import java.time.Duration;

import dev.strongpost.benchmarks.Options;
import dev.strongpost.benchmarks.delivery.Contender;
import dev.strongpost.benchmarks.delivery.DeliveryProcess;
import dev.strongpost.benchmarks.delivery.Load;
import dev.strongpost.benchmarks.process.Figures;
import dev.strongpost.benchmarks.receiver.Receiver;

/** One delivery process from its start to its end: rounds to warm up, and one that is measured. */
final class Trial {
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration STALL = Duration.ofSeconds(60);

    private final Scenario scenario;
    private final Receiver receiver;
    private final Options options;

    Trial(Scenario scenario, Receiver receiver, Options options) {
        this.scenario = scenario;
        this.receiver = receiver;
        this.options = options;
    }

    Measurement run(Contender contender) {
        try (DeliveryProcess delivery =
                DeliveryProcess.start(contender, receiver.hosts(), options.jvm(), scenario.parameters(contender))) {
            if (scenario.warmUp().messages() > 0) {
                warmUp(contender, delivery);
            }
            return round(contender, delivery, scenario.load());
        }
    }

    /** By time and not by messages: else the faster contender is measured while the compiler still works on it. */
    private void warmUp(Contender contender, DeliveryProcess delivery) {
        long began = System.nanoTime();
        do {
            round(contender, delivery, scenario.warmUp());
        } while (!options.isQuick() && System.nanoTime() - began < WARM_UP.toNanos());
    }

    private Measurement round(Contender contender, DeliveryProcess delivery, Load load) {
        delivery.fill(load);
        receiver.reset();
        Figures before = delivery.resetUsage();
        long startedAt = delivery.start().get("at");
        int expected = load.deliverable(scenario.receiver());
        boolean complete = arrived(expected);
        long endedAt = complete ? ended(contender, delivery, expected == load.messages()) : System.currentTimeMillis();
        Figures after = delivery.usage();
        Figures received = receiver.counters();
        delivery.stop();
        return new Measurement(
                contender,
                complete,
                Math.max(received.get("lastMailAt"), endedAt) - startedAt,
                after.get("cpu") - before.get("cpu"),
                before.get("threads"),
                after.get("peakThreads"),
                received);
    }

    /** Returns whether all mail arrived within the limit. Gives up earlier when nothing moves any more. */
    private boolean arrived(long expected) {
        long end = System.nanoTime() + scenario.limit().toNanos();
        long movedAt = System.nanoTime();
        long last = 0;
        while (System.nanoTime() < end && System.nanoTime() - movedAt < STALL.toNanos()) {
            long mails = receiver.await(expected, STEP).get("mails");
            if (mails >= expected) {
                return true;
            }
            if (mails > last) {
                last = mails;
                movedAt = System.nanoTime();
            }
        }
        return false;
    }

    /** Returns when the queue was empty, 0 when it is not to be; all mail that can arrive has. */
    private static long ended(Contender contender, DeliveryProcess delivery, boolean emptied) {
        Figures queue = delivery.awaitEmpty(emptied ? SETTLE : Duration.ZERO);
        if (queue.get("bounced") > 0) {
            throw new IllegalStateException(contender.title() + ": " + queue.get("bounced") + " mails bounced");
        }
        if (emptied && queue.get("emptyAt") == 0) {
            throw new IllegalStateException(contender.title() + ": all mail has arrived, but the queue is not empty");
        }
        return queue.get("emptyAt");
    }
}
