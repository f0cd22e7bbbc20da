// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import dev.strongpost.address.AddressPattern;

/**
 * The form that a rule has in an array of bytes, at its <em>place</em>:
 *
 * <pre>
 *  0  int   the number of its terms
 *  4  int   the line of the file
 *  8  char  the length of its key in characters, and flags: WIDE, SUB_DOMAINS
 * 10        its key: whom it is for, without the dot of {@code .x}
 * </pre>
 */
final class RuleRecord {
    /** The place of no rule. */
    static final int NONE = -1;

    /** Means "nothing between left and right". */
    static final char NOTHING = 0;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle CHAR = MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int LINE = 4;
    private static final int LENGTH = 8;
    private static final int KEY = 10;

    /** Flag: a character of the key has two bytes, else one. */
    private static final int WIDE = 0x8000;

    /** Flag: the rule is {@code .x}. */
    private static final int SUB_DOMAINS = 0x4000;

    private static final int LONGEST = 0x3FFF;

    /** The bytes of a reference. */
    static final int REFERENCE_SIZE = KEY;

    private RuleRecord() {}

    /** Returns the bytes that the rule for {@code who} takes. */
    static int size(String who) {
        return size(head(who));
    }

    /** Returns the bytes that the rule at {@code place} takes. */
    static int size(byte[] bytes, int place) {
        return size(head(bytes, place));
    }

    /** Writes a rule. */
    static void write(byte[] bytes, int place, int terms, int line, String who) {
        int start = AddressPattern.keyStart(who);
        char head = head(who);
        INT.set(bytes, place, terms);
        INT.set(bytes, place + LINE, line);
        CHAR.set(bytes, place + LENGTH, head);
        for (int i = 0; i < length(head); i++) {
            put(bytes, place, isWide(head), i, who.charAt(start + i));
        }
    }

    private static void put(byte[] bytes, int place, boolean wide, int index, char c) {
        if (wide) {
            CHAR.set(bytes, place + KEY + Character.BYTES * index, c);
        } else {
            bytes[place + KEY + index] = (byte) c;
        }
    }

    /** Writes a reference to the rule at {@code target}: a record with an empty key, which no rule has. */
    static void writeReference(byte[] bytes, int place, int target) {
        INT.set(bytes, place, target);
    }

    /** Tells whether there is a reference; its target identifies its terms. */
    static boolean isReference(byte[] bytes, int place) {
        return head(bytes, place) == 0;
    }

    /** Returns the number of the rule's terms. */
    static int terms(byte[] bytes, int place) {
        return (int) INT.get(bytes, place);
    }

    /** Returns the line of the rule. */
    static int line(byte[] bytes, int place) {
        return (int) INT.get(bytes, place + LINE);
    }

    /** Returns whom the rule is for. */
    static String who(byte[] bytes, int place) {
        char head = head(bytes, place);
        String key = isWide(head)
                ? wideKey(bytes, place, length(head))
                : new String(bytes, place + KEY, length(head), StandardCharsets.ISO_8859_1);
        return (head & SUB_DOMAINS) == 0 ? key : "." + key;
    }

    private static String wideKey(byte[] bytes, int place, int length) {
        char[] key = new char[length];
        for (int i = 0; i < length; i++) {
            key[i] = charAt(bytes, place, true, i);
        }
        return new String(key);
    }

    /** Tells whether the rule is {@code .x}. */
    static boolean isSubDomainsOnly(byte[] bytes, int place) {
        return (head(bytes, place) & SUB_DOMAINS) != 0;
    }

    /**
     * Tells whether the key of the rule is {@code left} up to {@code leftEnd}, {@code between}, {@code right} from
     * {@code rightFrom}, whatever the case of ASCII letters in the two.
     */
    static boolean reads(byte[] bytes, int place, String left, int leftEnd, char between, String right, int rightFrom) {
        char head = head(bytes, place);
        boolean wide = isWide(head);
        int rest = between == NOTHING ? leftEnd : leftEnd + 1;
        return length(head) == rest + right.length() - rightFrom
                && (between == NOTHING || charAt(bytes, place, wide, leftEnd) == between)
                && reads(bytes, place, wide, 0, left, 0, leftEnd)
                && reads(bytes, place, wide, rest, right, rightFrom, right.length());
    }

    private static boolean reads(byte[] bytes, int place, boolean wide, int at, String text, int from, int end) {
        for (int i = from; i < end; i++) {
            char ours = charAt(bytes, place, wide, at + i - from);
            char theirs = text.charAt(i);
            if (ours != theirs && ours != KeyHash.lowerCase(theirs)) {
                return false;
            }
        }
        return true;
    }

    private static char charAt(byte[] bytes, int place, boolean wide, int index) {
        return wide
                ? (char) CHAR.get(bytes, place + KEY + Character.BYTES * index)
                : (char) (bytes[place + KEY + index] & 0xFF);
    }

    private static char head(String who) {
        int flags = AddressPattern.isSubDomainsOnly(who) ? SUB_DOMAINS : 0;
        for (int i = 0; i < who.length(); i++) {
            flags |= who.charAt(i) > 0xFF ? WIDE : 0;
        }
        return (char) ((who.length() - AddressPattern.keyStart(who)) | flags);
    }

    private static char head(byte[] bytes, int place) {
        return (char) CHAR.get(bytes, place + LENGTH);
    }

    private static int size(char head) {
        return KEY + (isWide(head) ? Character.BYTES : 1) * length(head);
    }

    private static boolean isWide(char head) {
        return (head & WIDE) != 0;
    }

    private static int length(char head) {
        return head & LONGEST;
    }
}
