// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.james.RunningFaults;

/** Whether the name servers of a mailet can prove anything. Asked once at the start, and again while it is looked at. */
final class DnssecWatch implements RunningFaults.Source {
    private static final Logger LOGGER = LoggerFactory.getLogger(DnssecWatch.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(10);

    private final Supplier<CompletableFuture<Optional<String>>> test;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Optional<String> fault = Optional.empty();
    private volatile boolean known;
    private volatile long asked;

    DnssecWatch(Supplier<CompletableFuture<Optional<String>>> test) {
        this.test = test;
    }

    /** Asks, without waiting for the answer. */
    void ask() {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        asked = System.nanoTime();
        CompletableFuture<?> unused = test.get().whenComplete((found, failure) -> {
            Optional<String> now = failure == null ? found : Optional.of(failure.toString());
            if (now.isPresent() && !now.equals(fault)) {
                LOGGER.error("DNSSEC cannot be validated, mail that DANE may apply to waits: {}", now.get());
            }
            fault = now;
            known = true;
            asking.set(false);
        });
    }

    @Override
    public Optional<String> fault() {
        Duration pause = fault.isPresent() ? PAUSE_AFTER_FAULT : PAUSE;
        if (System.nanoTime() - asked > pause.toNanos()) {
            ask();
        }
        return fault.map(why -> "DNSSEC cannot be validated: " + why);
    }

    /** Returns why nothing can be said to be without proof now: a fault, or that no test has ended yet. */
    Optional<String> unavailable() {
        return known ? fault() : Optional.of("it is not known yet whether DNSSEC can be validated");
    }
}
