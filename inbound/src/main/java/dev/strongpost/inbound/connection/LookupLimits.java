// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many lookups run at a time: {@value #MOST_OF_A_NETWORK} for the clients of one network (a /24 of IPv4, a /64 of
 * IPv6), {@value #MOST} in all. More wait for their turn, and networks take turns, so that one whose name servers do
 * not answer delays its own clients. Thread-safe; work runs outside of the lock.
 */
final class LookupLimits {
    static final int MOST_OF_A_NETWORK = 16;
    static final int MOST = 1_000;

    private static final int IPV4_OCTETS = 3;
    private static final int IPV6_OCTETS = 8;

    private final Map<ByteBuffer, Integer> running = new HashMap<>();

    /** What waits, by network; the network whose turn is next comes first. */
    private final Map<ByteBuffer, Deque<Runnable>> waiting = new LinkedHashMap<>();

    private int total;
    private boolean starting;

    /** Runs {@code work} for a client at that address, now or in its turn; it ends with {@link #done}. */
    void start(InetAddress client, Runnable work) {
        ByteBuffer network = network(client);
        synchronized (this) {
            waiting.computeIfAbsent(network, none -> new ArrayDeque<>()).add(work);
        }
        runNext();
    }

    /** Notes that a work for that address has ended. */
    void done(InetAddress client) {
        synchronized (this) {
            running.computeIfPresent(network(client), (network, count) -> count == 1 ? null : count - 1);
            total--;
        }
        runNext();
    }

    /** Work may end before it returns: one thread at a time starts what waits, so that the stack stays flat. */
    private void runNext() {
        if (!begin()) {
            return;
        }
        for (Optional<Runnable> next = take(); next.isPresent(); next = take()) {
            next.get().run();
        }
    }

    private synchronized boolean begin() {
        boolean first = !starting;
        starting = true;
        return first;
    }

    private synchronized Optional<Runnable> take() {
        Optional<Runnable> next = total < MOST ? takeOfAnyNetwork() : Optional.empty();
        starting = next.isPresent();
        return next;
    }

    private Optional<Runnable> takeOfAnyNetwork() {
        Optional<ByteBuffer> free = waiting.keySet().stream()
                .filter(network -> running.getOrDefault(network, 0) < MOST_OF_A_NETWORK)
                .findFirst();
        return free.map(this::take);
    }

    private Runnable take(ByteBuffer network) {
        Deque<Runnable> queue = waiting.remove(network);
        Runnable work = queue.remove();
        if (!queue.isEmpty()) {
            waiting.put(network, queue); // behind all others
        }
        running.merge(network, 1, Integer::sum);
        total++;
        return work;
    }

    private static ByteBuffer network(InetAddress client) {
        int octets = client instanceof Inet4Address ? IPV4_OCTETS : IPV6_OCTETS;
        return ByteBuffer.wrap(Arrays.copyOf(client.getAddress(), octets));
    }
}
