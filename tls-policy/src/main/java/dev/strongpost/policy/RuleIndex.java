package dev.strongpost.policy;

import javax.annotation.Nullable;

/**
 * Finds rules by whom they are for: an open-addressing hash table over the spelling of {@code who}. A key is looked for in
 * pieces, so that neither the parents of a domain nor the parts of an address are ever cut out as strings: hashes run from the
 * right, which makes the hash of a domain's every parent a by-product of its own. At most half full, so that a miss is short.
 *
 * <p>{@code x} and {@code .x} share a key, since only one of them may exist. Writing is for the thread that builds a table;
 * afterwards any number may read.
 */
final class RuleIndex {
    /** The hash of an empty key. */
    static final int START = 0;

    /** Stands for "nothing between left and right". */
    static final char NOTHING = 0;

    private static final int SMALLEST = 16;

    private static final int FREE = 0;

    /** The mixed hashes of the keys, {@link #FREE} where there is none: a miss looks at nothing else. */
    private int[] hashes = new int[SMALLEST];

    private PolicyRule[] slots = new PolicyRule[SMALLEST];
    private int size;
    private boolean holdsAddresses;
    private boolean holdsExactDomains;

    /** Adds the rule, unless one of the same key is there already: that one is returned then, else null. */
    @Nullable
    PolicyRule add(PolicyRule rule) {
        String key = key(rule.who());
        int hash = extend(START, key, key.length());
        PolicyRule present = find(hash, "", 0, NOTHING, key, 0);
        if (present == null) {
            grow();
            put(rule, mix(hash));
            size++;
            holdsAddresses |= key.indexOf('@') >= 0;
            holdsExactDomains |= key.charAt(0) == '=';
        }
        return present;
    }

    int size() {
        return size;
    }

    /** Tells whether any key has a local part. */
    boolean holdsAddresses() {
        return holdsAddresses;
    }

    /** Tells whether any key is {@code =x}; a local part that begins with {@code =} counts too, and does no harm. */
    boolean holdsExactDomains() {
        return holdsExactDomains;
    }

    /** Returns {@code hash} with one more character to the left. */
    static int extend(int hash, char c) {
        return hash * 31 + c;
    }

    /** Returns {@code hash} with the first {@code end} characters of {@code text} to the left. */
    static int extend(int hash, String text, int end) {
        int extended = hash;
        for (int i = end - 1; i >= 0; i--) {
            extended = extend(extended, text.charAt(i));
        }
        return extended;
    }

    /**
     * Returns the rule whose key reads {@code left} up to {@code leftEnd}, {@code between}, {@code right} from
     * {@code rightFrom}; null when there is none. {@code hash} is that of the whole, made from the right.
     */
    @Nullable
    PolicyRule find(int hash, String left, int leftEnd, char between, String right, int rightFrom) {
        int mask = hashes.length - 1;
        int mixed = mix(hash);
        for (int i = mixed & mask; hashes[i] != FREE; i = (i + 1) & mask) {
            if (hashes[i] == mixed && reads(slots[i].who(), left, leftEnd, between, right, rightFrom)) {
                return slots[i];
            }
        }
        return null;
    }

    private static boolean reads(String who, String left, int leftEnd, char between, String right, int rightFrom) {
        int start = keyStart(who);
        int middle = start + leftEnd;
        int rest = between == NOTHING ? middle : middle + 1;
        int rightLength = right.length() - rightFrom;
        return who.length() == rest + rightLength
                && (between == NOTHING || who.charAt(middle) == between)
                && who.regionMatches(start, left, 0, leftEnd)
                && who.regionMatches(rest, right, rightFrom, rightLength);
    }

    private static String key(String who) {
        return who.substring(keyStart(who));
    }

    /** Tells whether {@code who} is {@code .x}: a quoted local part may begin with a dot too. */
    static boolean isSubDomainsOnly(String who) {
        return who.charAt(0) == '.' && who.indexOf('@') < 0;
    }

    private static int keyStart(String who) {
        return isSubDomainsOnly(who) ? 1 : 0;
    }

    private void grow() {
        if (2 * size < slots.length) {
            return;
        }
        int[] oldHashes = hashes;
        PolicyRule[] oldSlots = slots;
        hashes = new int[2 * oldHashes.length];
        slots = new PolicyRule[hashes.length];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldHashes[i] != FREE) {
                put(oldSlots[i], oldHashes[i]);
            }
        }
    }

    private void put(PolicyRule rule, int mixed) {
        int mask = hashes.length - 1;
        int i = mixed & mask;
        while (hashes[i] != FREE) {
            i = (i + 1) & mask;
        }
        hashes[i] = mixed;
        slots[i] = rule;
    }

    // Hashes made by multiplying with 31 cluster in their low bits; Fibonacci hashing brings the high ones down.
    private static int mix(int hash) {
        int product = hash * 0x9E3779B9;
        int mixed = product ^ product >>> 15;
        return mixed == FREE ? 1 : mixed;
    }
}
