// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.drain;

import dev.strongpost.benchmarks.delivery.Contender;
import dev.strongpost.benchmarks.process.Figures;

/**
 * What one round gave.
 *
 * @param contender who delivered
 * @param complete whether all mail arrived in time
 * @param millis from the start of the mailet to the last 250 that the receiver sent and an empty queue
 * @param cpuNanos CPU time of the delivering process
 * @param threadsBefore its threads before the mailet started
 * @param peakThreads the most it had at a time
 * @param received what the receiver counted
 */
public record Measurement(
        Contender contender,
        boolean complete,
        long millis,
        long cpuNanos,
        long threadsBefore,
        long peakThreads,
        Figures received) {
    /** Returns how many mails arrived. */
    public long mails() {
        return received.get("mails");
    }

    /** Returns the mails per second. */
    public double rate() {
        return mails() * 1000.0 / Math.max(1, millis);
    }

    /** Returns the CPU time of the delivering process for each mail, in milliseconds. */
    public double cpuMillisPerMail() {
        return cpuNanos / 1e6 / Math.max(1, mails());
    }
}
