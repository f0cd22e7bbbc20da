// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.text.Sanitizer;

/**
 * What stands between {@code -----BEGIN} and {@code -----END} in a text, decoded: RFC 7468, read as laxly as its section
 * 2 allows readers to, and more so, since files are pasted, indented, joined without line ends, and saved by editors of
 * other systems. Text between blocks is none of it. Immutable.
 */
final class PemBlock {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final int LONGEST_LABEL = 64;
    private static final CharMatcher BLANK = CharMatcher.whitespace().or(CharMatcher.is('\uFEFF'));

    /** RFC 1421: a key in the form of OpenSSL before version 1.0 says in headers how it is encrypted. */
    private static final CharMatcher LINE_END = CharMatcher.anyOf("\r\n");

    private final String label;
    private final ImmutableMap<String, String> headers;
    private final byte[] octets;

    private PemBlock(String label, ImmutableMap<String, String> headers, byte[] octets) {
        this.label = label;
        this.headers = headers;
        this.octets = octets;
    }

    /** Tells whether there is a block in that content, or what looks like the beginning of one. */
    static boolean isMeant(byte[] content) {
        return text(content).contains(BEGIN);
    }

    /**
     * Returns the blocks of that content, in its order. One pass.
     *
     * @throws KeyMaterialException when one is cut off, or not Base64; the sentence says which
     */
    static ImmutableList<PemBlock> all(byte[] content) throws KeyMaterialException {
        String text = text(content);
        ImmutableList.Builder<PemBlock> blocks = ImmutableList.builder();
        int count = 0;
        for (int at = text.indexOf(BEGIN); at >= 0; ) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            if (labelEnd < 0 || labelEnd - at > BEGIN.length() + LONGEST_LABEL) {
                throw damaged(count + 1, "its first line is cut off");
            }
            count++;
            String label = label(text.substring(at + BEGIN.length(), labelEnd));
            int bodyStart = labelEnd + DASHES.length();
            int end = text.indexOf(END, bodyStart);
            int next = text.indexOf(BEGIN, bodyStart);
            if (end < 0 || (next >= 0 && next < end)) {
                throw damaged(count, label + " has no end");
            }
            int endLabelEnd = text.indexOf(DASHES, end + END.length());
            if (endLabelEnd < 0
                    || !label(text.substring(end + END.length(), endLabelEnd)).equals(label)) {
                throw damaged(count, label + " has the end of another block");
            }
            blocks.add(of(count, label, text.substring(bodyStart, end)));
            at = text.indexOf(BEGIN, endLabelEnd + DASHES.length());
        }
        return blocks.build();
    }

    /** Base64 is ASCII, and what is between may be anything; Windows saves text in UTF-16 too. */
    private static String text(byte[] content) {
        return new String(content, charset(content));
    }

    private static Charset charset(byte[] content) {
        boolean bigEndian = startsWith(content, 0xFE, 0xFF);
        return bigEndian || startsWith(content, 0xFF, 0xFE) ? StandardCharsets.UTF_16 : StandardCharsets.ISO_8859_1;
    }

    private static boolean startsWith(byte[] content, int first, int second) {
        return content.length >= 2 && content[0] == (byte) first && content[1] == (byte) second;
    }

    private static String label(String written) {
        return Ascii.toUpperCase(CharMatcher.whitespace().trimAndCollapseFrom(written, ' '));
    }

    private static PemBlock of(int number, String label, String body) throws KeyMaterialException {
        ImmutableMap.Builder<String, String> headers = ImmutableMap.builder();
        StringBuilder base64 = new StringBuilder(body.length());
        for (String line : Splitter.on(LINE_END).split(body)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                base64.append(BLANK.removeFrom(line));
            } else if (base64.length() == 0) {
                headers.put(
                        Ascii.toUpperCase(line.substring(0, colon).trim()),
                        line.substring(colon + 1).trim());
            } else {
                throw damaged(number, label + " is not Base64");
            }
        }
        try {
            return new PemBlock(
                    label, headers.buildKeepingLast(), Base64.getDecoder().decode(base64.toString()));
        } catch (IllegalArgumentException e) {
            throw damaged(number, label + " is not Base64");
        }
    }

    private static KeyMaterialException damaged(int number, String what) {
        return KeyMaterialException.unreadable(
                "the PEM in it is damaged or cut off: block " + number + ", " + Sanitizer.clean(what));
    }

    /** Returns the words behind BEGIN: {@code CERTIFICATE}. In upper case, with one blank between two words. */
    String label() {
        return label;
    }

    /** Returns the header of that name, in any case. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(Ascii.toUpperCase(name)));
    }

    /** Returns what the Base64 encodes. */
    byte[] octets() {
        return octets.clone();
    }
}
