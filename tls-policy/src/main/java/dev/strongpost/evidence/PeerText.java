package dev.strongpost.evidence;

/**
 * Text that a peer wrote (a reply, an alert, a name in its certificate), made fit for logs and reports: at most
 * {@value #LIMIT} characters, printable ASCII only. RFC 3464 section 2.3.6 wants its diagnostic codes in ASCII, and a log
 * line must stay one line.
 */
public final class PeerText {
    /** The most characters kept. */
    public static final int LIMIT = 200;

    private static final char REPLACEMENT = '?';

    private PeerText() {}

    /** Returns {@code text} without surrounding blanks, cut to {@link #LIMIT}; whatever is not printable ASCII is a {@code ?}. */
    public static String clean(String text) {
        // Cut first: what follows must not depend on how much the peer sent.
        String head = text.substring(0, Math.min(text.length(), LIMIT)).trim();
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
}
