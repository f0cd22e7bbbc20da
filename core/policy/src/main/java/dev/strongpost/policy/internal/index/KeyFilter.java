// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

/**
 * Says of most keys that are in no table that they are not, from a fiftieth of the table's memory, which the caches
 * hold when they cannot hold the table: a Bloom filter with 16 bits for each key, of which two in one word are set; one
 * absent key in fifty passes. Written while a table is built.
 */
final class KeyFilter {
    private static final int KEYS_PER_WORD = 4;

    private final long[] words;

    /** Returns a filter for that many keys. */
    KeyFilter(int keys) {
        this.words = new long[Integer.highestOneBit(Math.max(1, keys / KEYS_PER_WORD)) * 2];
    }

    void add(long mixed) {
        words[word(mixed)] |= bits(mixed);
    }

    /** Tells whether a key of that hash may be there. */
    boolean mayHold(long mixed) {
        long bits = bits(mixed);
        return (words[word(mixed)] & bits) == bits;
    }

    // The bucket and the tag take the ends of the hash; these are from its middle.
    private int word(long mixed) {
        return (int) (mixed >>> 20) & (words.length - 1);
    }

    private static long bits(long mixed) {
        return (1L << (mixed >>> 8)) | (1L << (mixed >>> 14));
    }
}
