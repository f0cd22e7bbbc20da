// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.util.ArrayDeque;
import java.util.Deque;

import dev.strongpost.certificates.KeyMaterialException;

/**
 * Looks whether octets are one whole value of BER (X.690), nested no deeper than any key, certificate or key store is,
 * before a parser that recurses is given them.
 */
final class DerLimits {
    private static final int DEEPEST = 64;
    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_TAG = 0x1F;
    private static final int INDEFINITE = 0x80;

    private final byte[] content;
    private final Deque<Integer> ends = new ArrayDeque<>();
    private int at;

    private DerLimits(byte[] content) {
        this.content = content;
    }

    /**
     * Checks {@code content}. One pass, without recursion.
     *
     * @throws KeyMaterialException when it is cut off, nested too deeply, or no BER
     */
    static void check(byte[] content) throws KeyMaterialException {
        new DerLimits(content).walk();
    }

    private void walk() throws KeyMaterialException {
        do {
            closeFull();
            if (isEndOfContents()) {
                at += 2;
                ends.pop();
            } else {
                element();
            }
            closeFull();
        } while (!ends.isEmpty());
    }

    private void closeFull() throws KeyMaterialException {
        while (!ends.isEmpty() && ends.peek() >= 0 && at >= ends.peek()) {
            if (at > ends.peek()) {
                throw damaged();
            }
            ends.pop();
        }
    }

    /** X.690 section 8.1.5, which ends a value of indefinite length. */
    private boolean isEndOfContents() {
        return !ends.isEmpty()
                && ends.peek() < 0
                && at + 1 < content.length
                && content[at] == 0
                && content[at + 1] == 0;
    }

    private void element() throws KeyMaterialException {
        int tag = next();
        if ((tag & LONG_TAG) == LONG_TAG) {
            while ((next() & INDEFINITE) != 0) {
                // a tag number above 30 goes on
            }
        }
        int length = length();
        boolean constructed = (tag & CONSTRUCTED) != 0;
        if ((length < 0 && !constructed) || length > content.length - at) {
            throw damaged();
        }
        if (!constructed) {
            at += length;
            return;
        }
        if (ends.size() >= DEEPEST) {
            throw KeyMaterialException.unreadable("its values are nested more than " + DEEPEST + " deep");
        }
        ends.push(length < 0 ? -1 : at + length);
    }

    /** Returns the length of a value, -1 for indefinite. */
    private int length() throws KeyMaterialException {
        int first = next();
        if (first < INDEFINITE) {
            return first;
        }
        if (first == INDEFINITE) {
            return -1;
        }
        int length = 0;
        for (int i = 0; i < (first & ~INDEFINITE); i++) {
            if (length > content.length) {
                throw damaged();
            }
            length = length << Byte.SIZE | next();
        }
        return length;
    }

    private int next() throws KeyMaterialException {
        if (at >= content.length) {
            throw damaged();
        }
        return content[at++] & 0xFF;
    }

    private static KeyMaterialException damaged() {
        return KeyMaterialException.unreadable("it is damaged or cut off");
    }
}
