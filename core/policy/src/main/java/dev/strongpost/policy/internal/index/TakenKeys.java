// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

import dev.strongpost.address.AddressPattern;

/**
 * The keys of the rules in a log, while a table is built: an open-addressing hash table of their places, at most half
 * full. {@code x} and {@code .x} have the same key, since only one of them may exist. Not thread-safe.
 */
final class TakenKeys {
    private static final int SMALLEST = 16;

    /** The tag of a slot without a rule. */
    private static final int FREE = 0;

    private final RuleLog log;

    /** High bits of the keys' hashes. */
    private int[] tags = new int[SMALLEST];

    private int[] places = new int[SMALLEST];
    private int size;

    TakenKeys(RuleLog log) {
        this.log = log;
    }

    /**
     * Returns the place of the rule that has the key of {@code who}, whose {@link KeyHash} is {@code hash};
     * {@link RuleRecord#NONE} when there is none.
     */
    int find(String who, long hash) {
        int tag = tag(hash);
        int i = slot(tag);
        while (tags[i] != FREE && !(tags[i] == tag && hasKey(places[i], who))) {
            i = next(i);
        }
        return tags[i] == FREE ? RuleRecord.NONE : places[i];
    }

    private boolean hasKey(int place, String who) {
        return RuleRecord.reads(log.bytes(), place, "", 0, RuleRecord.NOTHING, who, AddressPattern.keyStart(who));
    }

    /** Adds a rule whose key, of that hash, is not there yet. */
    void add(long hash, int place) {
        if (2 * size >= tags.length) {
            grow();
        }
        put(tag(hash), place);
        size++;
    }

    private void grow() {
        int[] oldTags = tags;
        int[] oldPlaces = places;
        tags = new int[2 * oldTags.length];
        places = new int[tags.length];
        for (int i = 0; i < oldTags.length; i++) {
            if (oldTags[i] != FREE) {
                put(oldTags[i], oldPlaces[i]);
            }
        }
    }

    private void put(int tag, int place) {
        int i = slot(tag);
        while (tags[i] != FREE) {
            i = next(i);
        }
        tags[i] = tag;
        places[i] = place;
    }

    private int slot(int tag) {
        return tag >>> (Integer.numberOfLeadingZeros(tags.length) + 1);
    }

    private int next(int slot) {
        return (slot + 1) & (tags.length - 1);
    }

    private static int tag(long hash) {
        int tag = (int) (KeyHash.mix(hash) >>> Integer.SIZE);
        return tag == FREE ? 1 : tag;
    }
}
