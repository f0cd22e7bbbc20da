// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import org.xbill.DNS.Message;

/**
 * Runs the validation of one answer, and counts the queries that it takes: a zone may have its names lead through as many
 * others as it likes. (dnsjava hands its executor on to each query of a validation, which ties the two together.)
 */
final class QueryBudget implements Executor {
    /** A name has a dozen zones above it at the most; the deepest names in use, those of IPv6 addresses, have 34 labels. */
    private static final int MOST_QUERIES = 64;

    private final Executor threads;
    private final AtomicInteger spent = new AtomicInteger();
    private final Optional<Message> staged;
    private volatile Optional<Message> first = Optional.empty();

    private QueryBudget(Executor threads, Optional<Message> staged) {
        this.threads = threads;
        this.staged = staged;
    }

    /** Returns the budget of an answer. */
    static QueryBudget on(Executor threads) {
        return new QueryBudget(threads, Optional.empty());
    }

    /** Returns the budget of an answer that is made up: the name servers are asked about all but that. */
    static QueryBudget staging(Executor threads, Message answer) {
        return new QueryBudget(threads, Optional.of(answer));
    }

    /** Returns the answer that is made up for {@code query}; empty where name servers are to be asked. */
    Optional<Message> staged(Message query) {
        return staged.filter(answer -> answer.getQuestion().equals(query.getQuestion()));
    }

    /** Takes what name servers said first, which is the answer that is validated. */
    void received(Message answer) {
        if (first.isEmpty()) {
            first = Optional.of(answer);
        }
    }

    /** Returns the answer that is validated, as name servers gave it. */
    Optional<Message> received() {
        return first;
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
