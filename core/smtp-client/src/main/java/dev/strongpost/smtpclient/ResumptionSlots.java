// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers for handshakes with one host that go on at the same time. JSSE remembers one session for each name and port
 * of a peer, and a ticket of TLS 1.3 serves once (RFC 8446 appendix C.4): of connections that are opened together it
 * would resume one. With a number to the port each has a session of its own to take up, and leaves one behind.
 */
final class ResumptionSlots {
    private static final int PORTS = 65536;

    private final Map<Destination, BitSet> taken = new ConcurrentHashMap<>();

    /** Takes the lowest number, from 0, that no other handshake with {@code destination} has now. */
    int take(Destination destination) {
        int[] slot = new int[1];
        taken.compute(destination, (unused, slots) -> {
            BitSet all = slots == null ? new BitSet() : slots;
            slot[0] = all.nextClearBit(0);
            all.set(slot[0]);
            return all;
        });
        return slot[0];
    }

    /** Gives the number back, once the session has come; a peer sends its ticket with or before its next reply. */
    void giveBack(Destination destination, int slot) {
        taken.computeIfPresent(destination, (unused, slots) -> {
            slots.clear(slot);
            return slots.isEmpty() ? null : slots;
        });
    }

    /** Returns the port by which JSSE is to know {@code destination} in {@code slot}. */
    static int portOf(Destination destination, int slot) {
        return destination.address().getPort() + slot * PORTS;
    }
}
