// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Has no more than a number of tasks under way at a time; the others wait in order. Thread-safe. */
final class Throttle {
    private final int most;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int underWay;

    Throttle(int most) {
        this.most = most;
    }

    /** Returns what {@code task} ends with, once it has begun and ended. Begins it here and now where that may be. */
    <T> CompletableFuture<T> run(Supplier<CompletionStage<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable begin = () -> {
            CompletionStage<?> unused = begun(task).whenComplete((value, failure) -> {
                end();
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(failure);
                }
            });
        };
        if (mayBegin(begin)) {
            begin.run();
        }
        return result;
    }

    private static <T> CompletionStage<T> begun(Supplier<CompletionStage<T>> task) {
        try {
            return task.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private synchronized boolean mayBegin(Runnable begin) {
        if (underWay == most) {
            waiting.add(begin);
            return false;
        }
        underWay++;
        return true;
    }

    private void end() {
        next().ifPresent(Runnable::run);
    }

    private synchronized Optional<Runnable> next() {
        Optional<Runnable> next = Optional.ofNullable(waiting.poll());
        if (next.isEmpty()) {
            underWay--;
        }
        return next;
    }
}
