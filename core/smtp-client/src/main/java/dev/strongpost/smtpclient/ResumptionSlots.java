// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;

/**
 * Which TLS session with a host the next handshake may resume. Thread-safe.
 *
 * <p>Slots: numbers for handshakes with one host that go on at the same time. JSSE remembers one session for each name
 * and port of a peer, and a ticket of TLS 1.3 serves once (RFC 8446 appendix C.4): of connections that are opened
 * together it would resume one. With a number to the port each has a session of its own to resume, and leaves one
 * behind.
 *
 * <p>Generations: JSSE keeps a session for a day and cannot be told to forget it. With another generation to the name
 * none of before is found again, and the next handshake is a full one.
 */
final class ResumptionSlots {
    private static final int PORTS = 65536;
    /** As many sessions as JSSE keeps by default. */
    private static final int HOSTS = 20_480;

    private final Map<Destination, BitSet> taken = new ConcurrentHashMap<>();
    private final AtomicLong generations = new AtomicLong();
    private final Cache<Destination, Generation> current =
            CacheBuilder.newBuilder().maximumSize(HOSTS).build();

    /** The sessions with one host since it was last forgotten. */
    private static final class Generation {
        private final long number;
        private volatile boolean left;

        private Generation(long number) {
            this.number = number;
        }
    }

    /** One handshake's place. */
    static final class Slot {
        private final int number;
        private final Generation generation;
        private final boolean mayResume;

        private Slot(int number, Generation generation) {
            this.number = number;
            this.generation = generation;
            this.mayResume = generation.left;
        }

        /** Returns the number of the generation. */
        long generation() {
            return generation.number;
        }

        /** Returns the port by which JSSE is to know {@code destination} in this slot. */
        int portOf(Destination destination) {
            return destination.address().getPort() + number * PORTS;
        }

        /** Tells whether an earlier handshake may have left a session that this one offers to resume. */
        boolean mayResume() {
            return mayResume;
        }

        /** Notes that the handshake succeeded, so that the next one may resume its session. */
        void succeeded() {
            generation.left = true;
        }
    }

    /**
     * Takes the lowest number, from 0, that no other handshake with {@code destination} has now.
     *
     * @param mayResume whether a session may be resumed; one of a generation of its own is a full handshake for certain
     */
    Slot take(Destination destination, boolean mayResume) {
        int[] number = new int[1];
        taken.compute(destination, (unused, slots) -> {
            BitSet all = slots == null ? new BitSet() : slots;
            number[0] = all.nextClearBit(0);
            all.set(number[0]);
            return all;
        });
        return new Slot(number[0], mayResume ? generation(destination) : new Generation(generations.incrementAndGet()));
    }

    private Generation generation(Destination destination) {
        return current.asMap().computeIfAbsent(destination, unknown -> new Generation(generations.incrementAndGet()));
    }

    /** Gives the number back, once the session has come; a peer sends its ticket with or before its next reply. */
    void giveBack(Destination destination, Slot slot) {
        taken.computeIfPresent(destination, (unused, slots) -> {
            slots.clear(slot.number);
            return slots.isEmpty() ? null : slots;
        });
    }

    /** Forgets all sessions with {@code destination}: the next handshake is a full one. */
    void forget(Destination destination) {
        current.invalidate(destination);
    }
}
