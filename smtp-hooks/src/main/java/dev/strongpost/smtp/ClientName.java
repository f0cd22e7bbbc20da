package dev.strongpost.smtp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.google.common.collect.ImmutableList;

/** The verified name of one client, while it is being looked up and afterwards. */
final class ClientName {
    private final CompletableFuture<ImmutableList<String>> names;
    private final long deadline;

    /** Takes the look-up, and how long it may take from now on. */
    ClientName(CompletableFuture<ImmutableList<String>> names, Duration patience) {
        this.names = names;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /**
     * Returns the names that the client has, none or one; empty when that could not be found out in time. Waits for what is left
     * of the time, which began with the connection.
     */
    Optional<ImmutableList<String>> await() {
        try {
            long left = Math.max(0, deadline - System.nanoTime());
            return Optional.of(names.get(left, TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Returns the names if they are known by now; none else. Never waits. */
    ImmutableList<String> known() {
        return names.isCompletedExceptionally() ? ImmutableList.of() : names.getNow(ImmutableList.of());
    }
}
