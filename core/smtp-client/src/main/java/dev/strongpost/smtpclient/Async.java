// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What {@link CompletableFuture} of Java 11 lacks. */
public final class Async {
    private Async() {}

    /** Goes on with {@code onValue} when {@code future} succeeds, with {@code onFailure} when it does not. */
    public static <T, R> CompletableFuture<R> branch(
            CompletableFuture<T> future,
            Function<? super T, ? extends CompletionStage<R>> onValue,
            Function<Throwable, ? extends CompletionStage<R>> onFailure) {
        CompletableFuture<CompletionStage<R>> next =
                future.handle((value, failure) -> failure == null ? onValue.apply(value) : onFailure.apply(failure));
        return next.thenCompose(Function.identity());
    }

    /**
     * Has {@code action} called with the value or the failure of {@code future}, the other one being null. For the end
     * of a chain: {@code action} must not throw.
     */
    public static <T> void onEnd(CompletableFuture<T> future, BiConsumer<? super T, ? super Throwable> action) {
        CompletableFuture<T> unused = future.whenComplete(action);
    }

    /** Has {@code target} end as {@code source} does. */
    public static <T> void forward(CompletableFuture<T> source, CompletableFuture<T> target) {
        onEnd(source, (value, failure) -> {
            if (failure == null) {
                target.complete(value);
            } else {
                target.completeExceptionally(failure);
            }
        });
    }

    /** Returns why {@code ended} failed; empty when it has a value. */
    public static Optional<Throwable> failure(CompletableFuture<?> ended) {
        return ended.handle((value, failure) -> Optional.ofNullable(failure)).join();
    }
}
