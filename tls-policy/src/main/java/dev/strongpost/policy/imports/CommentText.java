package dev.strongpost.policy.imports;

/** Foreign text as it may stand in a comment or a report: one line, no control characters, whole characters only, not long. */
final class CommentText {
    static final int LONGEST = 160;

    private static final int LONGEST_REASON = 1000;

    private CommentText() {}

    /** Returns {@code text}, cut to {@value #LONGEST} characters. */
    static String of(String text) {
        return clean(text.strip(), LONGEST);
    }

    /** Returns a reason, which may quote what the parser allows, and be longer. */
    static String reason(String text) {
        return clean(text, LONGEST_REASON);
    }

    private static String clean(String text, int longest) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), longest) + 3);
        int at = 0;
        while (at < text.length() && at < longest) {
            int c = text.codePointAt(at);
            clean.appendCodePoint(isShown(c) ? c : '?');
            at += Character.charCount(c);
        }
        return at < text.length() ? clean.append("...").toString() : clean.toString();
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
}
