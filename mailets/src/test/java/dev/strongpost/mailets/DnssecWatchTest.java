// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

class DnssecWatchTest {
    private CompletableFuture<Optional<String>> test = new CompletableFuture<>();
    private final DnssecWatch watch = new DnssecWatch(() -> test);

    @Test
    void nothingShouldBeAvailableBeforeTheFirstTestHasEnded() {
        watch.ask();

        assertThat(watch.fault()).isEmpty();
        assertThat(watch.unavailable()).isPresent();

        test.complete(Optional.empty());
        assertThat(watch.unavailable()).isEmpty();
    }

    @Test
    void faultShouldBeReported() {
        watch.ask();
        test.complete(Optional.of("signatures are dropped"));

        assertThat(watch.fault()).contains("DNSSEC cannot be validated: signatures are dropped");
        assertThat(watch.unavailable()).isEqualTo(watch.fault());
    }

    @Test
    void failedTestShouldBeAFault() {
        watch.ask();
        test.completeExceptionally(new IllegalStateException("broken"));

        assertThat(watch.fault().orElseThrow()).contains("broken");
    }
}
