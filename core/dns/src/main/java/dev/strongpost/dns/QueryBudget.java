// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the validation of one answer, and counts the queries that it takes: a zone may have its names lead through as many
 * others as it likes. (dnsjava hands its executor on to each query of a validation, which ties the two together.)
 */
final class QueryBudget implements Executor {
    /** A name has a dozen zones above it at the most; the deepest names in use, those of IPv6 addresses, have 34 labels. */
    private static final int MOST_QUERIES = 64;

    private final Executor threads;
    private final AtomicInteger spent = new AtomicInteger();

    QueryBudget(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable step) {
        threads.execute(step);
    }

    /** Tells whether one more query may be sent for the answer. */
    boolean spend() {
        return spent.incrementAndGet() <= MOST_QUERIES;
    }
}
