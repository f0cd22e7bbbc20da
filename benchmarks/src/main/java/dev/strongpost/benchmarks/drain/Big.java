// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.drain;

import java.time.Duration;

import dev.strongpost.benchmarks.Options;
import dev.strongpost.benchmarks.Table;
import dev.strongpost.benchmarks.delivery.Contender;
import dev.strongpost.benchmarks.delivery.DeliveryProcess;
import dev.strongpost.benchmarks.delivery.Load;
import dev.strongpost.benchmarks.receiver.Receiver;
import dev.strongpost.benchmarks.receiver.ReceiverSettings;

/**
 * Big messages, several at a time, to a receiver that takes them slowly: the live heap while they are under way, less
 * what James holds while they wait. James keeps messages of this size in files.
 */
public final class Big {
    private static final int MESSAGES = 8;
    private static final int OCTETS = 25 * 1024 * 1024;
    private static final int FEWER_OCTETS = 5 * 1024 * 1024;
    private static final int PAUSE_MILLIS = 10;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(300);

    private Big() {}

    /** Runs it and prints its table. */
    public static void run(Options options) throws Exception {
        int messages = options.messages(MESSAGES, MESSAGES);
        Load load = new Load(messages, options.isQuick() ? FEWER_OCTETS : OCTETS, 1, 0);
        Table table =
                new Table("", "messages", "MB each", "heap before MiB", "most MiB", "KiB more for each", "samples");
        try (Receiver receiver = Receiver.start(ReceiverSettings.PLAIN.withPause(PAUSE_MILLIS))) {
            for (Contender contender : Contender.values()) {
                if (options.isWanted(contender)) {
                    measure(contender, load, receiver, options, table);
                }
            }
        }
        table.print();
    }

    private static void measure(Contender contender, Load load, Receiver receiver, Options options, Table table) {
        Scenario scenario = Scenario.of(receiver.settings(), load);
        try (DeliveryProcess delivery =
                DeliveryProcess.start(contender, receiver.hosts(), options.jvm(), scenario.parameters(contender))) {
            // What is loaded and allocated once, at the first delivery, is no cost of each.
            deliver(delivery, receiver, Load.of(load.messages(), 1));
            delivery.stop();
            delivery.fill(load);
            long before = delivery.heap();
            Samples samples = sample(delivery, receiver, load);
            table.row(
                    contender.title(),
                    load.messages(),
                    load.octets() / 1024 / 1024,
                    Table.number(before / 1048576.0, 1),
                    Table.number(samples.most() / 1048576.0, 1),
                    Table.number((samples.most() - before) / 1024.0 / load.messages(), 0),
                    samples.count());
        }
    }

    private static void deliver(DeliveryProcess delivery, Receiver receiver, Load load) {
        delivery.fill(load);
        receiver.reset();
        delivery.start();
        if (receiver.await(load.messages(), LIMIT).get("mails") < load.messages()) {
            throw new IllegalStateException("not all small messages arrived within " + LIMIT);
        }
    }

    /** The most live heap seen, in bytes, and how often it was looked at. */
    private record Samples(long most, int count) {}

    private static Samples sample(DeliveryProcess delivery, Receiver receiver, Load load) {
        receiver.reset();
        delivery.start();
        long most = 0;
        int count = 0;
        long end = System.nanoTime() + LIMIT.toNanos();
        while (receiver.await(load.messages(), BETWEEN_SAMPLES).get("mails") < load.messages()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not all big messages arrived within " + LIMIT);
            }
            most = Math.max(most, delivery.heap());
            count++;
        }
        return new Samples(most, count);
    }
}
