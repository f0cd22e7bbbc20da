// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.micro;

/** How long lookups took: counted by their nanoseconds up to a bound, beyond which only the longest is kept. */
public final class LookupTimes {
    private static final int BOUND = 100_000;

    private final long[] counts = new long[BOUND + 1];
    private long count;
    private long longest;

    void add(long nanoseconds) {
        counts[(int) Math.min(BOUND, nanoseconds)]++;
        count++;
        longest = Math.max(longest, nanoseconds);
    }

    /** Returns how many there were. */
    public long count() {
        return count;
    }

    /** Returns the longest, in nanoseconds. */
    public long longest() {
        return longest;
    }

    /** Returns how many nanoseconds, at most {@value #BOUND}, that share of the lookups did not exceed, in per cent. */
    public int percentile(double percent) {
        long rank = (long) Math.ceil(count * percent / 100);
        int nanoseconds = 0;
        for (long seen = counts[0]; seen < rank; seen += counts[nanoseconds]) {
            nanoseconds++;
        }
        return nanoseconds;
    }
}
