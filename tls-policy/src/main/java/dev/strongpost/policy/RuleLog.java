package dev.strongpost.policy;

import java.util.Arrays;

/** Rules as {@linkplain RuleRecord records}, one behind the other in the order in which they came. Not thread-safe. */
final class RuleLog {
    private static final int SMALLEST = 1024;

    private byte[] bytes = new byte[SMALLEST];
    private int end;
    private int size;

    /** Adds a rule; returns its place. */
    int add(int terms, int line, String who) {
        int place = end;
        end += RuleRecord.size(who);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, end + end / 2);
        }
        size++;
        RuleRecord.write(bytes, place, terms, line, who);
        return place;
    }

    /** Returns how many rules there are. */
    int size() {
        return size;
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
