// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final Throttle throttle = new Throttle(2);
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    private CompletableFuture<String> run() {
        return throttle.run(() -> {
            CompletableFuture<String> task = new CompletableFuture<>();
            begun.add(task);
            return task;
        });
    }

    @Test
    void noMoreThanTheNumberShouldBeUnderWay() {
        CompletableFuture<String> first = run();
        run();
        CompletableFuture<String> third = run();
        assertThat(begun).hasSize(2);

        begun.get(0).complete("one");
        assertThat(first).isCompletedWithValue("one");
        assertThat(begun).hasSize(3);

        begun.get(2).complete("three");
        assertThat(third).isCompletedWithValue("three");
    }

    @Test
    void aTaskThatFailsShouldMakeRoom() {
        CompletableFuture<String> first = run();
        run();
        run();

        begun.get(0).completeExceptionally(new IllegalStateException());

        assertThat(first).isCompletedExceptionally();
        assertThat(begun).hasSize(3);
    }

    @Test
    void aTaskThatCannotBeginShouldMakeRoom() {
        for (int i = 0; i < 5; i++) {
            assertThat(throttle.<String>run(() -> {
                        throw new IllegalStateException("cannot begin");
                    }))
                    .isCompletedExceptionally();
        }
        run();

        assertThat(begun).hasSize(1);
    }
}
