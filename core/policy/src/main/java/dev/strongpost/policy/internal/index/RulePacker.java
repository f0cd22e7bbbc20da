// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

import java.util.function.IntPredicate;

import com.google.common.primitives.Ints;

/** Turns a log of rules into {@linkplain RuleBuckets buckets and their annex}. Not thread-safe; one per table. */
final class RulePacker {
    private final byte[] log;
    private final int logEnd;
    private final IntPredicate isLookedFor;
    private final KeyFilter filter;
    private final int buckets;
    private final byte[] bytes;
    private final int[] places;
    private int annexEnd;

    private RulePacker(RuleLog log, IntPredicate isLookedFor) {
        this.log = log.bytes();
        this.logEnd = log.end();
        this.isLookedFor = isLookedFor;
        this.filter = new KeyFilter(log.size());
        this.places = new int[log.size()];
        long inBuckets = 0;
        long inAnnex = 0;
        for (int from = 0; from < logEnd; from = next(from)) {
            inBuckets += isDirect(from) ? size(from) : RuleRecord.REFERENCE_SIZE;
            inAnnex += isDirect(from) ? 0 : size(from);
        }
        this.buckets = RuleBuckets.count(inBuckets);
        this.annexEnd = RuleBuckets.start(buckets);
        this.bytes = new byte[Ints.checkedCast(annexEnd + inAnnex)];
    }

    /**
     * Returns the packed rules of a log.
     *
     * @param isLookedFor whether a rule whose terms have that number is one to be found
     */
    static RulePacker pack(RuleLog log, IntPredicate isLookedFor) {
        RulePacker packer = new RulePacker(log, isLookedFor);
        int number = 0;
        for (int from = 0; from < packer.logEnd; from = packer.next(from)) {
            packer.places[number] = packer.copy(from, KeyHash.mix(log.hash(number)));
            number++;
        }
        return packer;
    }

    RuleIndex index() {
        return new RuleIndex(filter, bytes, buckets);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns the places of the rules, in the order of the log. */
    int[] places() {
        return places;
    }

    private int size(int from) {
        return RuleRecord.size(log, from);
    }

    private int next(int from) {
        return from + size(from);
    }

    private boolean isLookedFor(int from) {
        return isLookedFor.test(RuleRecord.terms(log, from));
    }

    private boolean isDirect(int from) {
        return size(from) <= RuleBuckets.LONGEST && isLookedFor(from);
    }

    private int copy(int from, long hash) {
        return isDirect(from) ? copyTo(reserve(hash, size(from)), from) : copyToAnnex(from, hash);
    }

    private int copyToAnnex(int from, long hash) {
        int place = copyTo(annexEnd, from);
        annexEnd += size(from);
        if (isLookedFor(from)) {
            RuleRecord.writeReference(bytes, reserve(hash, RuleRecord.REFERENCE_SIZE), place);
        }
        return place;
    }

    private int copyTo(int place, int from) {
        System.arraycopy(log, from, bytes, place, size(from));
        return place;
    }

    /** Returns a place in a bucket, of {@code size} bytes, for a rule of that hash. */
    private int reserve(long hash, int size) {
        filter.add(hash);
        int bucket = RuleBuckets.bucket(hash, buckets);
        int place = RuleRecord.NONE;
        while (place == RuleRecord.NONE) {
            place = RuleBuckets.reserve(bytes, RuleBuckets.start(bucket), RuleBuckets.tag(hash), size);
            bucket = RuleBuckets.next(bucket, buckets);
        }
        return place;
    }
}
