// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

import dev.strongpost.policy.rule.ErrorList;

/**
 * The bytes of a policy table as numbered lines of UTF-8: a byte order mark in front is fine, lines end in LF or CR LF,
 * are at most {@value #LONGEST_LINE} bytes long, and hold no control characters but tabs. One pass over the bytes.
 * Lines that are not so go to the errors.
 */
final class TableLines {
    static final int LONGEST_LINE = 65_536;

    /** How much of a line is shown to either side of a bad byte. */
    private static final int SHOWN = 20;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] UTF16_LITTLE_ENDIAN = {(byte) 0xFF, (byte) 0xFE};
    private static final byte[] UTF16_BIG_ENDIAN = {(byte) 0xFE, (byte) 0xFF};

    private final byte[] content;
    private final ErrorList errors;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed

    TableLines(byte[] content, ErrorList errors) {
        this.content = content;
        this.errors = errors;
    }

    /** Hands each good line, without its end, and its number, counted from 1, to {@code consumer}. */
    void forEachLine(ObjIntConsumer<String> consumer) {
        int start = startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
        if (start == content.length) {
            errors.add(0, "file", "a file of " + content.length + " bytes", "rules, one a line, or at least a comment");
        } else if (isUtf16()) {
            errors.add(0, "file", "UTF-16, by its byte order mark", "UTF-8");
        } else {
            forEachLine(start, consumer);
        }
    }

    private void forEachLine(int start, ObjIntConsumer<String> consumer) {
        int number = 0;
        for (int from = start; from < content.length; ) {
            int end = lineEnd(from);
            number++;
            int thisLine = number;
            line(from, withoutCarriageReturn(from, end), number).ifPresent(line -> consumer.accept(line, thisLine));
            from = end + 1;
        }
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

    private Optional<String> line(int from, int end, int number) {
        if (end - from > LONGEST_LINE) {
            errors.add(number, "line", (end - from) + " bytes", "at most " + LONGEST_LINE + " bytes");
            return Optional.empty();
        }
        return decode(from, end, number).filter(line -> isPrintable(line, number));
    }

    private Optional<String> decode(int from, int end, int number) {
        if (isAscii(from, end)) {
            return Optional.of(new String(content, from, end - from, StandardCharsets.ISO_8859_1));
        }
        ByteBuffer bytes = ByteBuffer.wrap(content, from, end - from);
        try {
            CharBuffer text = decoder.decode(bytes);
            return Optional.of(text.toString());
        } catch (CharacterCodingException e) {
            errors.add(number, "line", malformed(from, end, bytes.position()), "UTF-8");
            return Optional.empty();
        }
    }

    private boolean isAscii(int from, int end) {
        for (int i = from; i < end; i++) {
            if (content[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private String malformed(int from, int end, int at) {
        String where = String.format("byte 0x%02X at position %d", content[at] & 0xFF, at - from + 1);
        String latin1 = latin1(Math.max(from, at - SHOWN), Math.min(end, at + SHOWN));
        return looksLikeLatin1(latin1) ? where + ", which looks like Latin-1 (" + latin1 + ")" : where;
    }

    // Latin-1 has letters and signs from 0xA0 up, and nothing that people write from 0x80 to 0x9F.
    private static boolean looksLikeLatin1(String text) {
        return text.chars().noneMatch(c -> c >= 0x80 && c < 0xA0);
    }

    private String latin1(int from, int end) {
        return new String(content, from, end - from, StandardCharsets.ISO_8859_1);
    }

    private boolean isPrintable(String line, int number) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c != '\t' && Character.isISOControl(c)) {
                String given = String.format("the control character U+%04X at position %d", (int) c, i + 1);
                errors.add(number, "line", given, "printable characters, blanks and tabs");
                return false;
            }
        }
        return true;
    }

    private boolean isUtf16() {
        return startsWith(UTF16_LITTLE_ENDIAN) || startsWith(UTF16_BIG_ENDIAN);
    }

    private boolean startsWith(byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (i >= content.length || content[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
