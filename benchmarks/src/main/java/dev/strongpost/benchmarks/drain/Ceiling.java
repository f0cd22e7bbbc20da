// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.drain;

import java.util.Locale;

import dev.strongpost.benchmarks.Options;
import dev.strongpost.benchmarks.delivery.Load;
import dev.strongpost.benchmarks.delivery.Messages;
import dev.strongpost.benchmarks.receiver.RawClient;
import dev.strongpost.benchmarks.receiver.Receiver;

/** The most that this machine can do, receiver included: what a raw client reaches that has nothing else to do. */
public final class Ceiling {
    private static final int CONNECTIONS = 4;

    private Ceiling() {}

    /** Measures the first host of {@code receiver}, after an unmeasured turn, and prints the figure. */
    public static double print(Receiver receiver, Options options) throws Exception {
        RawClient client = new RawClient(receiver.hosts().socketAddress(0), Messages.ofSize(Load.USUAL_SIZE));
        int messages = options.messages(30_000, 10_000);
        client.messagesPerSecond(CONNECTIONS, messages);
        double rate = client.messagesPerSecond(CONNECTIONS, messages);
        System.out.printf(
                Locale.ROOT, "ceiling: a raw client over %d connections reaches %.0f messages/s%n", CONNECTIONS, rate);
        return rate;
    }
}
