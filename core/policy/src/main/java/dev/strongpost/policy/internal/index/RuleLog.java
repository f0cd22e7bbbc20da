// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

import java.util.Arrays;

/**
 * Rules as {@linkplain RuleRecord records}, one behind the other in the order in which they came, and their hashes. Not
 * thread-safe.
 */
final class RuleLog {
    private static final int SMALLEST = 1024;

    private byte[] bytes = new byte[SMALLEST];
    private int end;
    private long[] hashes = new long[SMALLEST];
    private int size;

    /** Adds a rule, whose {@link KeyHash} is {@code hash}; returns its place. */
    int add(int terms, int line, String who, long hash) {
        int place = end;
        end += RuleRecord.size(who);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, end + end / 2);
        }
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size + size / 2);
        }
        hashes[size++] = hash;
        RuleRecord.write(bytes, place, terms, line, who);
        return place;
    }

    /** Returns how many rules there are. */
    int size() {
        return size;
    }

    /** Returns the hash of a rule, by its number in the order of the log. */
    long hash(int number) {
        return hashes[number];
    }

    /** Returns the bytes, which are good up to {@link #end} and until the next addition. */
    byte[] bytes() {
        return bytes;
    }

    /** Returns where the next rule would begin. */
    int end() {
        return end;
    }
}
