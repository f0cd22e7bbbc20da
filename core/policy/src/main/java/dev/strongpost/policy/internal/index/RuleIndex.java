// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

/**
 * Finds rules by whom they are for, in {@linkplain RuleBuckets buckets}, behind a {@linkplain KeyFilter filter}. A key
 * is looked for in pieces, so that neither the parents of a domain nor the parts of an address are ever cut out as
 * strings. {@code x} and {@code .x} share a key, since only one of them may exist. Immutable.
 */
final class RuleIndex {
    private final KeyFilter filter;
    private final byte[] bytes;
    private final int buckets;

    /** Takes a filter that holds the keys, the buckets, and how many they are. */
    RuleIndex(KeyFilter filter, byte[] bytes, int buckets) {
        this.filter = filter;
        this.bytes = bytes;
        this.buckets = buckets;
    }

    /**
     * Returns the place of the rule that {@link RuleRecord#reads} so; {@code hash} is the {@link KeyHash} of the whole.
     */
    int find(long hash, String left, int leftEnd, char between, String right, int rightFrom) {
        long mixed = KeyHash.mix(hash);
        return filter.mayHold(mixed) ? findInBuckets(mixed, left, leftEnd, between, right, rightFrom) : RuleRecord.NONE;
    }

    private int findInBuckets(long mixed, String left, int leftEnd, char between, String right, int rightFrom) {
        int tag = RuleBuckets.tag(mixed);
        int bucket = RuleBuckets.bucket(mixed, buckets);
        int start = RuleBuckets.start(bucket);
        // Asked before the bucket is looked at: the answer is in its second line, which comes from memory with the
        // first.
        while (RuleBuckets.overflows(bytes, start)) {
            int place = findIn(start, tag, left, leftEnd, between, right, rightFrom);
            if (place != RuleRecord.NONE) {
                return place;
            }
            bucket = RuleBuckets.next(bucket, buckets);
            start = RuleBuckets.start(bucket);
        }
        return findIn(start, tag, left, leftEnd, between, right, rightFrom);
    }

    private int findIn(int start, int tag, String left, int leftEnd, char between, String right, int rightFrom) {
        long matches = RuleBuckets.matches(bytes, start, tag);
        while (matches != 0) {
            int place = RuleBuckets.place(bytes, start, RuleBuckets.first(matches));
            if (RuleRecord.reads(bytes, place, left, leftEnd, between, right, rightFrom)) {
                return place;
            }
            matches = RuleBuckets.rest(matches);
        }
        return RuleRecord.NONE;
    }
}
