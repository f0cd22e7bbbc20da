// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.delivery;

import java.util.List;
import java.util.stream.IntStream;

import dev.strongpost.benchmarks.receiver.ReceiverSettings;

/**
 * The mail of one round.
 *
 * @param messages how many, dealt out to the destinations in turn
 * @param octets the size of each, header included
 * @param destinations how many domains, the first ones of the receiver's hosts
 * @param skipEvery of so many destinations the last gets nothing; 0: all get mail
 */
public record Load(int messages, int octets, int destinations, int skipEvery) {
    /** The size of a message unless a benchmark says otherwise. */
    public static final int USUAL_SIZE = 4096;

    /** Returns a load of messages of the usual size. */
    public static Load of(int messages, int destinations) {
        return new Load(messages, USUAL_SIZE, destinations, 0);
    }

    long[] toNumbers() {
        return new long[] {messages, octets, destinations, skipEvery};
    }

    static Load fromNumbers(List<Long> numbers) {
        return new Load(
                numbers.get(0).intValue(),
                numbers.get(1).intValue(),
                numbers.get(2).intValue(),
                numbers.get(3).intValue());
    }

    /** Returns how many of the messages go to hosts that {@code receiver} lets speak. */
    public int deliverable(ReceiverSettings receiver) {
        List<Integer> served = served();
        return (int) IntStream.range(0, messages)
                .filter(i -> !receiver.isMute(served.get(i % served.size())))
                .count();
    }

    /** Returns the destinations that get mail. */
    List<Integer> served() {
        return IntStream.range(0, destinations)
                .filter(i -> !isSkipped(i))
                .boxed()
                .toList();
    }

    private boolean isSkipped(int destination) {
        return skipEvery > 0 && destination % skipEvery == skipEvery - 1;
    }
}
