// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what one task leads to after it, instead of within it: a chain of a thousand mails that each end at once takes
 * no more stack than one of them.
 */
final class Trampoline {
    private static final Logger LOGGER = LoggerFactory.getLogger(Trampoline.class);

    private final ThreadLocal<Optional<Deque<Runnable>>> running = ThreadLocal.withInitial(Optional::empty);

    /** Runs {@code task} now; or, within another task of this thread, when that one has ended. */
    void run(Runnable task) {
        Optional<Deque<Runnable>> outer = running.get();
        if (outer.isPresent()) {
            outer.get().add(task);
            return;
        }
        Deque<Runnable> tasks = new ArrayDeque<>();
        running.set(Optional.of(tasks));
        try {
            for (Runnable next = task; next != null; next = tasks.poll()) {
                runGuarded(next);
            }
        } finally {
            running.remove();
        }
    }

    /** The tasks have nothing to do with each other: one that breaks must not take the others with it. */
    private static void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOGGER.error("a step of the delivery broke", e);
        }
    }
}
