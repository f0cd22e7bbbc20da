// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.receiver;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import dev.strongpost.benchmarks.process.Figures;

/** What the receiver has seen since it was last asked to forget. */
final class Counters {
    private final LongAdder mails = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final LongAdder handshakes = new LongAdder();
    private final LongAdder resumed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicInteger open = new AtomicInteger();
    private volatile int mostOpen;
    private volatile long lastMailAt;

    void connected() {
        connections.increment();
        int now = open.incrementAndGet();
        synchronized (this) {
            mostOpen = Math.max(mostOpen, now);
        }
    }

    void disconnected() {
        open.decrementAndGet();
    }

    void handshake(boolean wasResumed) {
        handshakes.increment();
        if (wasResumed) {
            resumed.increment();
        }
    }

    void handshakeFailed() {
        failed.increment();
    }

    void accepted() {
        mails.increment();
        lastMailAt = System.currentTimeMillis();
    }

    /** Begins anew. Connections that are open now are counted among those. */
    synchronized Figures reset() {
        mails.reset();
        connections.reset();
        handshakes.reset();
        resumed.reset();
        failed.reset();
        mostOpen = open.get();
        return figures();
    }

    /** Returns the figures as soon as {@code count} mails have come in, or when {@code millis} are over. */
    Figures await(long count, long millis) throws InterruptedException {
        long end = System.currentTimeMillis() + millis;
        while (mails.sum() < count && System.currentTimeMillis() < end) {
            Thread.sleep(1);
        }
        return figures();
    }

    /** Returns what it knows; {@code lastMailAt} in milliseconds of the epoch. */
    Figures figures() {
        return new Figures(Map.of(
                "mails", mails.sum(),
                "connections", connections.sum(),
                "handshakes", handshakes.sum(),
                "resumed", resumed.sum(),
                "failed", failed.sum(),
                "open", (long) open.get(),
                "mostOpen", (long) mostOpen,
                "lastMailAt", lastMailAt));
    }
}
