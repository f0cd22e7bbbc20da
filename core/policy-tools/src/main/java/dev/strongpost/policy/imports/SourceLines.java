// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * The bytes of a file of rules as numbered lines of UTF-8, ending in LF or CR LF. One pass over the bytes; of a line
 * longer than {@value #LONGEST_LINE} bytes only the beginning is ever made into a string.
 */
final class SourceLines {
    /** The longest line of a policy table; no rule that could be written comes from a longer one. */
    static final int LONGEST_LINE = 65_536;

    private static final int SHOWN = 200;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final byte[] content;

    SourceLines(byte[] content) {
        this.content = content;
    }

    /**
     * Hands each line, without its end, to {@code reader} until it {@code isEnough}, and tells it when there are no
     * more.
     */
    void feed(LineReader reader, BooleanSupplier isEnough) {
        int number = 0;
        for (int from = start(); from < content.length && !isEnough.getAsBoolean(); ) {
            int end = lineEnd(from);
            number++;
            reader.line(line(number, from, withoutCarriageReturn(from, end)));
            from = end + 1;
        }
        reader.end();
    }

    private int start() {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (i >= content.length || content[i] != BYTE_ORDER_MARK[i]) {
                return 0;
            }
        }
        return BYTE_ORDER_MARK.length;
    }

    private int lineEnd(int from) {
        int end = from;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        return end;
    }

    private int withoutCarriageReturn(int from, int end) {
        return end > from && content[end - 1] == '\r' ? end - 1 : end;
    }

    private SourceLine line(int number, int from, int end) {
        int length = end - from;
        if (length > LONGEST_LINE) {
            String damage = "the line is " + length + " bytes long, and " + LONGEST_LINE + " are the most that is read";
            return SourceLine.damaged(number, shown(from, length), damage);
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(content, from, length);
            return SourceLine.of(
                    number, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            return SourceLine.damaged(number, shown(from, length), "the line is not UTF-8");
        }
    }

    private String shown(int from, int length) {
        return new String(content, from, Math.min(length, SHOWN), StandardCharsets.UTF_8);
    }
}
