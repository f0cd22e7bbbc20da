// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.postfix;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.strongpost.benchmarks.Options;
import dev.strongpost.benchmarks.Table;
import dev.strongpost.benchmarks.delivery.Contender;
import dev.strongpost.benchmarks.delivery.Load;
import dev.strongpost.benchmarks.delivery.Messages;
import dev.strongpost.benchmarks.drain.Ceiling;
import dev.strongpost.benchmarks.drain.Comparison;
import dev.strongpost.benchmarks.drain.Measurement;
import dev.strongpost.benchmarks.drain.Scenario;
import dev.strongpost.benchmarks.process.Figures;
import dev.strongpost.benchmarks.receiver.RawClient;
import dev.strongpost.benchmarks.receiver.Receiver;
import dev.strongpost.benchmarks.receiver.ReceiverSettings;

/**
 * A full queue for one destination, drained by Postfix and by ours. Postfix is given the mail while it holds all
 * delivery back, and the clock starts when it is told to deliver.
 */
public final class PostfixDrain {
    private static final int SENDERS = 4;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private PostfixDrain() {}

    /** Runs it and prints its table. */
    public static void run(Options options) throws Exception {
        int messages = options.messages(10_000, 2_000) / SENDERS * SENDERS;
        try (Receiver receiver = Receiver.start(ReceiverSettings.PLAIN)) {
            Ceiling.print(receiver, options);
            List<Drained> runs = new ArrayList<>();
            for (int i = 0; i < options.runs(); i++) {
                runs.add(drain(receiver, messages));
            }
            runs.sort((a, b) -> Double.compare(a.rate(), b.rate()));
            Optional<Measurement> ours = Comparison.of(
                            Scenario.of(receiver.settings(), Load.of(messages, 1))
                                    .oursAlone(),
                            receiver,
                            options)
                    .median(Contender.OURS);
            print(runs.get(runs.size() / 2), ours);
        }
    }

    private record Drained(long millis, Figures received) {
        double rate() {
            return received.get("mails") * 1000.0 / Math.max(1, millis);
        }
    }

    private static Drained drain(Receiver receiver, int messages) throws Exception {
        // The second host's address is free: the receiver plays one host.
        try (PostfixInstance postfix = PostfixInstance.startHolding(
                receiver.hosts().address(1), receiver.hosts().address(0))) {
            RawClient.inClear(postfix.submission(), Messages.ofSize(Load.USUAL_SIZE))
                    .messagesPerSecond(SENDERS, messages);
            awaitHeld(postfix, messages);
            receiver.reset();
            long startedAt = postfix.release();
            Figures received = receiver.await(messages, LIMIT);
            if (received.get("mails") < messages) {
                throw new IllegalStateException(
                        "Postfix delivered " + received.get("mails") + " of " + messages + " in " + LIMIT);
            }
            Drained drained = new Drained(received.get("lastMailAt") - startedAt, received);
            System.out.printf(
                    Locale.ROOT,
                    "postfix: %d messages in %.2f s, %.0f/s%n",
                    messages,
                    drained.millis() / 1000.0,
                    drained.rate());
            return drained;
        }
    }

    private static void awaitHeld(PostfixInstance postfix, int messages) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (postfix.held() < messages) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Postfix holds " + postfix.held() + " of " + messages + " mails");
            }
            Thread.sleep(200);
        }
    }

    private static void print(Drained postfix, Optional<Measurement> ours) {
        Table table = new Table("median", "messages/s", "connections", "handshakes", "resumed", "ratio");
        addRow(table, "postfix", postfix.rate(), postfix.received(), 1);
        ours.ifPresent(
                row -> addRow(table, row.contender().title(), row.rate(), row.received(), row.rate() / postfix.rate()));
        table.print();
    }

    private static void addRow(Table table, String title, double rate, Figures received, double ratio) {
        table.row(
                title,
                Table.number(rate, 0),
                received.get("connections"),
                received.get("handshakes"),
                received.get("resumed"),
                Table.number(ratio, 2));
    }
}
