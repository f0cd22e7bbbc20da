// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.pool;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableList;

import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.ReusableConnection;
import dev.strongpost.smtpclient.TlsProfile;

/** The connections without a user, by host and profile. Not for several threads; the pool has the lock. */
final class IdleConnections<C extends ReusableConnection> {
    /** The one unused for longest first. */
    private final Map<C, Instant> since = new LinkedHashMap<>();
    /** The one used last first. */
    private final Map<Destination, Deque<C>> byHost = new HashMap<>();

    /** Takes in {@code connection}, unused since {@code now}. */
    void keep(C connection, Instant now) {
        since.put(connection, now);
        byHost.computeIfAbsent(connection.destination(), unknown -> new ArrayDeque<>())
                .addFirst(connection);
    }

    /** Takes out the connection of {@code profile} that was used last, of those that are open. */
    Optional<C> take(Destination destination, TlsProfile profile) {
        Optional<C> found = of(destination).stream()
                .filter(connection ->
                        connection.isOpen() && connection.profile().equals(profile))
                .findFirst();
        found.ifPresent(this::forget);
        return found;
    }

    private Deque<C> of(Destination destination) {
        return byHost.getOrDefault(destination, new ArrayDeque<>());
    }

    /** Takes out {@code connection}. */
    void forget(C connection) {
        since.remove(connection);
        of(connection.destination()).remove(connection);
        byHost.computeIfPresent(
                connection.destination(), (host, connections) -> connections.isEmpty() ? null : connections);
    }

    /** Returns the connection that is unused for longest. */
    Optional<C> oldest() {
        return since.keySet().stream().findFirst();
    }

    /** Returns the connection to {@code destination} that is unused for longest. */
    Optional<C> oldest(Destination destination) {
        return Optional.ofNullable(of(destination).peekLast());
    }

    /** Takes out those that are unused since {@code deadline} or before, and those that are closed. */
    List<C> takeExpired(Instant deadline) {
        List<C> expired = since.entrySet().stream()
                .filter(kept ->
                        !kept.getValue().isAfter(deadline) || !kept.getKey().isOpen())
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
        expired.forEach(this::forget);
        return expired;
    }

    /** Takes out all. */
    List<C> takeAll() {
        List<C> all = ImmutableList.copyOf(since.keySet());
        all.forEach(this::forget);
        return all;
    }

    /** Tells whether there is none. */
    boolean isEmpty() {
        return since.isEmpty();
    }
}
