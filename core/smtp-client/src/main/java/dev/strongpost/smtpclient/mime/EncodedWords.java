// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

import java.util.Locale;

import com.google.common.base.Utf8;

/**
 * Writes octets beyond ASCII as RFC 2047 (encoded words) and RFC 2231 (extended parameters) have it: in UTF-8 where
 * that is what they are, else in {@code unknown-8bit}, the name for octets whose character set is not known (RFC 1428).
 */
final class EncodedWords {
    private static final String LITERAL = "!*+-/";
    /** RFC 2047 section 2: of one encoded word. */
    private static final int LONGEST_WORD = 75;

    private static final int LONGEST_PARAMETER = 60;

    private final String charset;

    private EncodedWords(String charset) {
        this.charset = charset;
    }

    /** Returns the writer for a field with that content. */
    static EncodedWords forField(byte[] field) {
        return new EncodedWords(Utf8.isWellFormed(field) ? "utf-8" : "unknown-8bit");
    }

    /**
     * Returns {@code text}, one octet a character, as encoded words, each on a line of its own but for the first. Not
     * divided within a character.
     */
    String words(String text) {
        String begin = "=?" + charset + "?q?";
        StringBuilder words = new StringBuilder(begin);
        int room = LONGEST_WORD - begin.length() - 2;
        int column = 0;
        for (int at = 0; at < text.length(); ) {
            int end = endOfCharacter(text, at);
            String encoded = encoded(text.substring(at, end));
            if (column + encoded.length() > room) {
                words.append("?=\r\n ").append(begin);
                column = 0;
            }
            words.append(encoded);
            column += encoded.length();
            at = end;
        }
        return words.append("?=").toString();
    }

    private int endOfCharacter(String text, int start) {
        int end = start + 1;
        while (charset.equals("utf-8") && end < text.length() && (text.charAt(end) & 0xC0) == 0x80) {
            end++;
        }
        return end;
    }

    private static String encoded(String octets) {
        StringBuilder encoded = new StringBuilder();
        octets.chars().forEach(octet -> {
            if (octet == ' ') {
                encoded.append('_');
            } else if (isAlphanumeric(octet) || LITERAL.indexOf(octet) >= 0) {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format(Locale.ROOT, "=%02X", octet));
            }
        });
        return encoded.toString();
    }

    private static boolean isAlphanumeric(int octet) {
        return (octet >= '0' && octet <= '9') || (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z');
    }

    /** Returns the parameter {@code name} of that value, one octet a character: in several pieces when it is long. */
    String parameter(String name, String value) {
        StringBuilder all = new StringBuilder();
        StringBuilder piece = new StringBuilder();
        int number = 0;
        boolean single = percent(value).length() <= LONGEST_PARAMETER;
        for (int i = 0; i < value.length(); i++) {
            piece.append(percent(value.substring(i, i + 1)));
            boolean last = i == value.length() - 1;
            if (last || piece.length() > LONGEST_PARAMETER) {
                all.append(number == 0 ? "" : ";\r\n ")
                        .append(name)
                        .append(single && last && number == 0 ? "*=" : "*" + number + "*=")
                        .append(number == 0 ? charset + "''" : "")
                        .append(piece);
                piece.setLength(0);
                number++;
            }
        }
        return all.toString();
    }

    private static String percent(String octets) {
        StringBuilder encoded = new StringBuilder();
        octets.chars()
                .forEach(octet -> encoded.append(
                        isAlphanumeric(octet) || octet == '-' || octet == '.' || octet == '_'
                                ? String.valueOf((char) octet)
                                : String.format(Locale.ROOT, "%%%02X", octet)));
        return encoded.toString();
    }
}
