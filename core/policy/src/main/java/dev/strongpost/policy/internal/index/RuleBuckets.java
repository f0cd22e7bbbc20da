// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The form of a hash table whose buckets hold rules themselves, as {@linkplain RuleRecord records}. In a table larger
 * than the caches a lookup mostly waits for memory; here it waits once. A bucket is two lines of the cache:
 *
 * <pre>
 *   0  8 bytes  a tag for each record, some bits of its hash; 0 where there is none
 *   8           up to eight records
 * 127  1 byte   not 0 when a record of this bucket had to go to the next
 * </pre>
 *
 * <p>Behind the buckets is the annex: records too long for a bucket, and those that are not looked for. A bucket then
 * holds a reference, which is a record with an empty key and the place in the annex for its terms.
 */
final class RuleBuckets {
    /** The bytes of the longest record in a bucket: two fit in any case. */
    static final int LONGEST = 59;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SIZE = 128;
    private static final int RECORDS = Long.BYTES;
    private static final int OVERFLOW = SIZE - 1;
    private static final int MOST = Long.BYTES;

    /** Where the first bucket begins: with the 16 bytes of an array's header before it, on a line of the cache. */
    private static final int START = 48;

    private static final long EVERY_BYTE = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7F * EVERY_BYTE;

    private RuleBuckets() {}

    /** Returns how many buckets records of so many bytes in all need: half of what they have stays free. */
    static int count(long bytes) {
        return (int) (2 * bytes / (OVERFLOW - RECORDS)) + 1;
    }

    /** Returns where the bucket of that number begins; that of the number of buckets is where the annex does. */
    static int start(int bucket) {
        return START + SIZE * bucket;
    }

    /** Returns the bucket, of {@code count}, where the search for a hash begins: its high bits say. */
    static int bucket(long mixed, int count) {
        return (int) (((mixed >>> Integer.SIZE) * count) >>> Integer.SIZE);
    }

    /** Returns the bucket, of {@code count}, where a search goes on. */
    static int next(int bucket, int count) {
        return bucket + 1 == count ? 0 : bucket + 1;
    }

    /** Returns the tag of a hash: its low bits, and never 0. */
    static int tag(long mixed) {
        int tag = (int) mixed & 0xFF;
        return tag == 0 ? 1 : tag;
    }

    /** Returns a long whose bytes are not 0 where the bucket has that tag; {@link #first} and {@link #rest} read it. */
    static long matches(byte[] bytes, int start, int tag) {
        long differences = (long) LONG.get(bytes, start) ^ tag * EVERY_BYTE;
        return ~(((differences & LOW_BITS) + LOW_BITS) | differences | LOW_BITS);
    }

    /** Returns the number of the first match. */
    static int first(long matches) {
        return Long.numberOfTrailingZeros(matches) / Byte.SIZE;
    }

    /** Returns the matches behind the first. */
    static long rest(long matches) {
        return matches & (matches - 1);
    }

    /** Returns the place of a record, in the annex if it is there. */
    static int place(byte[] bytes, int start, int number) {
        int place = end(bytes, start, number);
        return RuleRecord.isReference(bytes, place) ? RuleRecord.terms(bytes, place) : place;
    }

    /** Tells whether a record of this bucket had to go to the next. */
    static boolean overflows(byte[] bytes, int start) {
        return bytes[start + OVERFLOW] != 0;
    }

    /**
     * Returns the place for a record of so many bytes, with its tag set; NONE where it has to go to the next
     * bucket.
     */
    static int reserve(byte[] bytes, int start, int tag, int size) {
        int number = records(bytes, start);
        int place = end(bytes, start, number);
        if (number == MOST || place + size > start + OVERFLOW) {
            bytes[start + OVERFLOW] = 1;
            return RuleRecord.NONE;
        }
        bytes[start + number] = (byte) tag;
        return place;
    }

    private static int records(byte[] bytes, int start) {
        int number = 0;
        while (number < MOST && bytes[start + number] != 0) {
            number++;
        }
        return number;
    }

    private static int end(byte[] bytes, int start, int number) {
        int place = start + RECORDS;
        for (int i = 0; i < number; i++) {
            place += RuleRecord.size(bytes, place);
        }
        return place;
    }
}
