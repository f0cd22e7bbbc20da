// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

/**
 * The hash of what a rule is for. That of a domain runs from the right, which makes the hash of its every parent a
 * by-product of its own; that of a local part runs from the left, so that the address without its tag is one too. Upper
 * case letters of ASCII hash as their lower case: an address need not be rewritten to be looked for.
 */
final class KeyHash {
    /** The hash of nothing. */
    static final long EMPTY = 0;

    // 2 to the 64th over the golden ratio, as in Fibonacci hashing.
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private KeyHash() {}

    /** Returns {@code hash} with one more character. */
    static long extend(long hash, char c) {
        return (hash ^ lowerCase(c)) * FACTOR;
    }

    /** Returns {@code hash} with the characters of {@code text} in [{@code from}, {@code end}), the left one first. */
    static long extend(long hash, String text, int from, int end) {
        long extended = hash;
        for (int i = from; i < end; i++) {
            extended = extend(extended, text.charAt(i));
        }
        return extended;
    }

    /** Returns the hash of the domain that {@code text} is from {@code from} on. */
    static long ofDomain(String text, int from) {
        long hash = EMPTY;
        for (int i = text.length() - 1; i >= from; i--) {
            hash = extend(hash, text.charAt(i));
        }
        return hash;
    }

    /**
     * Returns the hash of what a rule for {@code who} is looked up by: {@code x}, {@code .x} and {@code =x} have the
     * same.
     */
    static long of(String who) {
        int at = who.lastIndexOf('@');
        if (at >= 0) {
            return ofAddress(extend(EMPTY, who, 0, at), ofDomain(who, at + 1));
        }
        return ofDomain(who, who.charAt(0) == '.' || who.charAt(0) == '=' ? 1 : 0);
    }

    /** Returns the hash of an address, from that of its local part and that of its domain. */
    static long ofAddress(long local, long domain) {
        return (local ^ Long.rotateLeft(domain, Integer.SIZE)) * FACTOR;
    }

    /**
     * Returns {@code hash} with every bit depending on every other: the products above leave the low bits to few
     * characters.
     */
    static long mix(long hash) {
        return (hash ^ (hash >>> Integer.SIZE)) * FACTOR;
    }

    /** Returns {@code c}, or the lower case of an upper case letter of ASCII. */
    static char lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    }
}
