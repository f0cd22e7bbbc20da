// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many lookups run at a time: {@value #MOST_OF_A_NETWORK} for the clients of one network (a /24 of IPv4, a /64 of
 * IPv6), {@value #MOST_OF_A_PROVIDER} for those of a wide one (a /16, a /48), {@value #MOST} in all. More wait for
 * their turn, and networks take turns, so that one whose name servers do not answer delays its own clients. Thread-safe; work runs outside of the lock.
 */
final class LookupLimits {
    static final int MOST_OF_A_NETWORK = 16;
    static final int MOST_OF_A_PROVIDER = 64;
    static final int MOST = 1_000;

    private static final int IPV4_NETWORK = 3;
    private static final int IPV4_PROVIDER = 2;
    private static final int IPV6_NETWORK = 8;
    private static final int IPV6_PROVIDER = 6;

    private final Map<String, Integer> running = new HashMap<>();

    /** What waits, by network; the network whose turn is next comes first. */
    private final Map<String, Deque<Runnable>> waiting = new LinkedHashMap<>();

    private int total;
    private boolean starting;

    /** Runs {@code work} for a client at that address, now or in its turn; it ends with {@link #done}. */
    void start(InetAddress client, Runnable work) {
        synchronized (this) {
            waiting.computeIfAbsent(network(client), none -> new ArrayDeque<>()).add(work);
        }
        runNext();
    }

    /** Notes that a work for that address has ended. */
    void done(InetAddress client) {
        synchronized (this) {
            String network = network(client);
            decrement(network);
            decrement(provider(network));
            total--;
        }
        runNext();
    }

    private void decrement(String network) {
        running.computeIfPresent(network, (any, count) -> count == 1 ? null : count - 1);
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
        Optional<String> free = waiting.keySet().stream()
                .filter(network -> running.getOrDefault(network, 0) < MOST_OF_A_NETWORK
                        && running.getOrDefault(provider(network), 0) < MOST_OF_A_PROVIDER)
                .findFirst();
        return free.map(this::take);
    }

    private Runnable take(String network) {
        Deque<Runnable> queue = waiting.remove(network);
        Runnable work = queue.remove();
        if (!queue.isEmpty()) {
            waiting.put(network, queue); // behind all others
        }
        running.merge(network, 1, Integer::sum);
        running.merge(provider(network), 1, Integer::sum);
        total++;
        return work;
    }

    /** An octet a character. */
    private static String network(InetAddress client) {
        int octets = client instanceof Inet4Address ? IPV4_NETWORK : IPV6_NETWORK;
        return new String(client.getAddress(), 0, octets, StandardCharsets.ISO_8859_1);
    }

    private static String provider(String network) {
        return network.substring(0, network.length() == IPV4_NETWORK ? IPV4_PROVIDER : IPV6_PROVIDER);
    }
}
