package dev.strongpost.mailets.bounce;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;

/**
 * Foreign text made fit for a header field or a line of a report. What a remote host answers is not to be trusted: a
 * line break in it could add a field of its own, a control character could act on a terminal.
 */
final class PrintableText {
    /** The most characters of foreign text in one field. Less than the 998 of a line, RFC 5322 section 2.1.1. */
    static final int FIELD_LIMIT = 900;

    // Format characters include the marks that turn the direction of writing and so make text lie.
    private static final CharMatcher UNPRINTABLE = CharMatcher.forPredicate(PrintableText::isUnprintable);
    private static final CharMatcher ASCII = CharMatcher.inRange(' ', '~');

    private PrintableText() {}

    /** Returns {@code foreign} on one line of printable ASCII, at most {@link #FIELD_LIMIT} characters long. */
    static String ascii(String foreign) {
        return bounded(escaped(line(bounded(foreign))));
    }

    /** Returns {@code foreign} on one line without control characters, at most {@link #FIELD_LIMIT} long. */
    static String line(String foreign) {
        return UNPRINTABLE.trimAndCollapseFrom(bounded(foreign), ' ');
    }

    private static boolean isUnprintable(char character) {
        switch (Character.getType(character)) {
            case Character.CONTROL:
            case Character.FORMAT:
            case Character.SPACE_SEPARATOR:
            case Character.LINE_SEPARATOR:
            case Character.PARAGRAPH_SEPARATOR:
                return true;
            default:
                return false;
        }
    }

    private static String bounded(String text) {
        return Ascii.truncate(text, FIELD_LIMIT, "...");
    }

    // RFC 6533 section 3 writes a character beyond ASCII as \x{HEX} where a field takes ASCII only.
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
}
