// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.micro;

import java.util.List;
import java.util.function.Supplier;

import com.google.common.util.concurrent.Uninterruptibles;

import dev.strongpost.benchmarks.micro.SampleRules.Recipient;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsRequirement;

/** A thread that looks up one recipient after the other, and takes the time of each. */
final class Lookups implements AutoCloseable {
    private final Supplier<PolicyTable> table;
    private final List<Recipient> recipients;
    private final LookupTimes times = new LookupTimes();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean missed;

    private Lookups(Supplier<PolicyTable> table, List<Recipient> recipients) {
        this.table = table;
        this.recipients = recipients;
        this.thread = new Thread(this::run, "lookups");
    }

    /** Starts them, for recipients who all have a rule, in the table of the moment. */
    static Lookups start(Supplier<PolicyTable> table, List<Recipient> recipients) {
        Lookups lookups = new Lookups(table, recipients);
        lookups.thread.start();
        return lookups;
    }

    private void run() {
        while (!stopped) {
            for (Recipient recipient : recipients) {
                long start = System.nanoTime();
                TlsRequirement answer = table.get().lookup(recipient.local(), recipient.domain());
                times.add(System.nanoTime() - start);
                missed |= answer.source().isBuiltIn();
            }
        }
    }

    /**
     * Ends them; returns how long they took.
     *
     * @throws IllegalStateException when one of them did not find its rule
     */
    LookupTimes stop() {
        close();
        if (missed) {
            throw new IllegalStateException("a recipient's rule was not found");
        }
        return times;
    }

    @Override
    public void close() {
        stopped = true;
        Uninterruptibles.joinUninterruptibly(thread);
    }
}
