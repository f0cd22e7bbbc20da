// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.text;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;

/**
 * Makes foreign text fit for logs, header fields, reports and terminals. What another host, a certificate or a file
 * says is not to be trusted: a line break in it could add a log line or a header field, a control character could act
 * on a terminal, and a mark that turns the direction of writing could make text lie. Every method cuts before it does
 * anything else, so that its cost does not depend on how much the other side sent.
 */
public final class Sanitizer {
    /** The most characters that {@link #clean} keeps. */
    public static final int LIMIT = 200;

    /** Leaves room for what is wrong with a path within what a message quotes. */
    private static final int LONGEST_PATH = 60;

    private static final char REPLACEMENT = '?';
    private static final String CUT = "...";
    private static final CharMatcher UNPRINTABLE = CharMatcher.forPredicate(Sanitizer::isBlankOrHidden);
    private static final CharMatcher ASCII = CharMatcher.inRange(' ', '~');

    private Sanitizer() {}

    /**
     * Returns {@code foreign} without surrounding blanks, cut to {@link #LIMIT} characters; whatever is not printable
     * ASCII is a {@code ?}. RFC 3464 section 2.3.6 has diagnostic codes in ASCII, and a log line stays one line.
     */
    public static String clean(String foreign) {
        String head = foreign.substring(0, Math.min(foreign.length(), LIMIT)).trim();
        StringBuilder clean = new StringBuilder(head.length());
        head.chars().forEach(c -> clean.append(printable((char) c)));
        return clean.toString();
    }

    private static char printable(char c) {
        if (c == '\r' || c == '\n' || c == '\t') {
            return ' ';
        }
        return c >= ' ' && c <= '~' ? c : REPLACEMENT;
    }

    /**
     * Returns {@code foreign} on one line of at most {@code most} characters; runs of blanks and of what is not shown
     * are a space.
     */
    public static String line(String foreign, int most) {
        return UNPRINTABLE.trimAndCollapseFrom(Ascii.truncate(foreign, most, CUT), ' ');
    }

    /**
     * Returns {@code foreign} as {@link #line} does, with each character beyond ASCII as <code>\x{HEX}</code>, which is
     * how RFC 6533 section 3 writes it where a field takes ASCII only.
     */
    public static String ascii(String foreign, int most) {
        return Ascii.truncate(escaped(line(foreign, most)), most, CUT);
    }

    private static String escaped(String text) {
        if (ASCII.matchesAllOf(text)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() * 2);
        text.codePoints().forEach(point -> appendEscaped(escaped, point));
        return escaped.toString();
    }

    private static void appendEscaped(StringBuilder to, int point) {
        if (point >= ' ' && point <= '~') {
            to.append((char) point);
        } else {
            to.append("\\x{")
                    .append(Ascii.toUpperCase(Integer.toHexString(point)))
                    .append('}');
        }
    }

    /**
     * Returns {@code text} with a {@code ?} for each character that is not shown, so that a quoted mistake keeps its
     * length: whole characters only, cut behind {@code most} of them with three dots.
     */
    public static String visible(String text, int most) {
        StringBuilder visible = new StringBuilder(Math.min(text.length(), most) + CUT.length());
        int at = 0;
        while (at < text.length() && at < most) {
            int c = text.codePointAt(at);
            visible.appendCodePoint(isShown(c) ? c : REPLACEMENT);
            at += Character.charCount(c);
        }
        return at < text.length() ? visible.append(CUT).toString() : visible.toString();
    }

    // Characters beyond the basic plane come as pairs of surrogates, which are no reason to drop them here.
    private static boolean isBlankOrHidden(char c) {
        return Character.isSpaceChar(c) || !(isShown(c) || Character.isSurrogate(c));
    }

    // A lone surrogate has no UTF-8; separators of lines and directions would make one line look like another.
    private static boolean isShown(int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL:
            case Character.SURROGATE:
            case Character.FORMAT:
            case Character.LINE_SEPARATOR:
            case Character.PARAGRAPH_SEPARATOR:
                return false;
            default:
                return true;
        }
    }

    /** Returns a long path from behind: its end says more than its beginning, and what is wrong with it says most. */
    public static String endOfPath(String path) {
        return path.length() <= LONGEST_PATH ? path : CUT + path.substring(path.length() - LONGEST_PATH);
    }
}
