// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.google.common.collect.ImmutableList;

/** The verified names of one client, while it is being looked up and afterwards. */
public final class ClientName {
    private final CompletableFuture<ImmutableList<String>> names;
    private final Runnable onAbandon;
    private final long deadline;

    /** Takes the lookup, and how long it may take from now on. */
    public ClientName(CompletableFuture<ImmutableList<String>> names, Duration patience) {
        this(names, patience, () -> {});
    }

    /** Takes also what to do when the connection has ended. */
    ClientName(CompletableFuture<ImmutableList<String>> names, Duration patience, Runnable onAbandon) {
        this.names = names;
        this.onAbandon = onAbandon;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Notes that the connection has ended that wanted to know. To be called once. */
    void abandon() {
        onAbandon.run();
    }

    /** Tells whether there is nothing more to wait for: it is known, cannot be found out, or has taken too long. */
    public boolean isSettled() {
        return names.isDone() || left() <= 0;
    }

    private long left() {
        return deadline - System.nanoTime();
    }

    /** Has {@code then} run once, on some thread, as soon as {@link #isSettled}. */
    public void whenSettled(Runnable then) {
        CompletableFuture<?> unused = names.copy()
                .orTimeout(Math.max(0, left()), TimeUnit.NANOSECONDS)
                .whenComplete((answer, failure) -> then.run());
    }

    /** Returns the names that the client has, perhaps none; empty when that is not known by now. Never waits. */
    public Optional<ImmutableList<String>> known() {
        return names.isDone() && !names.isCompletedExceptionally() ? Optional.of(names.join()) : Optional.empty();
    }
}
