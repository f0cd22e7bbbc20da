// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;

/**
 * Writes one header field in 7 bits. Where a person reads text it becomes encoded words (RFC 2047 section 5): in
 * unstructured fields, in the names beside addresses, in comments; parameters become extended ones (RFC 2231 section
 * 4). In what only programs read, a question mark replaces each octet beyond ASCII: there is no encoding for it.
 */
final class HeaderFieldEncoder {
    private static final ImmutableSet<String> ADDRESSES = ImmutableSet.of(
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "resent-from",
            "resent-sender",
            "resent-to",
            "resent-cc",
            "resent-reply-to",
            "disposition-notification-to");

    private static final ImmutableSet<String> PARAMETERS = ImmutableSet.of("content-type", "content-disposition");

    private static final ImmutableSet<String> FOR_PROGRAMS = ImmutableSet.of(
            "received",
            "return-path",
            "message-id",
            "in-reply-to",
            "references",
            "date",
            "resent-date",
            "resent-message-id",
            "dkim-signature",
            "arc-seal",
            "arc-message-signature",
            "arc-authentication-results",
            "authentication-results",
            "content-id",
            "content-transfer-encoding",
            "mime-version",
            "auto-submitted",
            "list-id",
            "list-unsubscribe");

    private static final CharMatcher LINE_END = CharMatcher.anyOf("\r\n");
    private static final int LINE = 76;
    private static final String SPECIALS = "()<>[]:;@\\,\"";

    private final String value;
    private final EncodedWords words;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int lineStart;

    private HeaderFieldEncoder(String value, EncodedWords words, int column) {
        this.value = value;
        this.words = words;
        this.lineStart = -column;
    }

    /** Returns {@code field}, with its line ends, as it was if it is ASCII. */
    static byte[] encode(byte[] field) {
        if (!Octets.isEightBit(field, field.length)) {
            return field;
        }
        String all = new String(field, StandardCharsets.ISO_8859_1);
        String text = LINE_END.trimTrailingFrom(all);
        int colon = text.indexOf(':');
        String name = text.substring(0, Math.max(0, colon)).trim().toLowerCase(Locale.ROOT);
        if (colon < 0 || FOR_PROGRAMS.contains(name) || Octets.isEightBit(field, colon)) {
            return Octets.questioned(field, field.length);
        }
        HeaderFieldEncoder encoder =
                new HeaderFieldEncoder(text.substring(colon + 1), EncodedWords.forField(field), colon + 1);
        String encoded = encoder.encodeAs(name);
        byte[] result = (text.substring(0, colon + 1) + encoded + all.substring(text.length()))
                .getBytes(StandardCharsets.ISO_8859_1);
        return Octets.questioned(result, result.length);
    }

    private String encodeAs(String name) {
        if (PARAMETERS.contains(name)) {
            parameters();
        } else if (ADDRESSES.contains(name)) {
            addresses();
        } else {
            text("", value.length());
        }
        return out.toString();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isEightBit(String text) {
        return text.chars().anyMatch(c -> c > 127);
    }

    private String blanks(int end) {
        int start = at;
        while (at < end && isBlank(value.charAt(at))) {
            at++;
        }
        return value.substring(start, at);
    }

    /** Writes words up to {@code end} or one of {@code stops}. Blanks between two encoded words count for nothing. */
    private void text(String stops, int end) {
        StringBuilder pending = new StringBuilder();
        String lead = "";
        while (at < end && stops.indexOf(value.charAt(at)) < 0) {
            String blanks = blanks(end);
            int start = at;
            while (at < end && !isBlank(value.charAt(at)) && stops.indexOf(value.charAt(at)) < 0) {
                at++;
            }
            String word = value.substring(start, at);
            if (!isEightBit(word)) {
                flush(lead, pending);
                append(blanks, word);
            } else if (pending.length() == 0) {
                // Blanks in front of an encoded word are no part of it; those between two are.
                lead = blanks;
                pending.append(word);
            } else {
                pending.append(unfolded(blanks)).append(word);
            }
        }
        flush(lead, pending);
    }

    private void flush(String lead, StringBuilder pending) {
        if (pending.length() > 0) {
            append(lead, words.words(pending.toString()));
            pending.setLength(0);
        }
    }

    private static String unfolded(String blanks) {
        return blanks.replace("\r", "").replace("\n", "");
    }

    private void addresses() {
        boolean afterEncoded = false;
        while (at < value.length()) {
            String blanks = blanks(value.length());
            if (at == value.length()) {
                out.append(blanks);
                return;
            }
            char c = value.charAt(at);
            String token = c == '"' ? quoted() : SPECIALS.indexOf(c) >= 0 ? special() : atom();
            String content = c == '"' ? unquoted(token) : token;
            boolean encoded = c != '(' && isEightBit(content);
            if (encoded) {
                String word = words.words(afterEncoded ? unfolded(blanks) + content : content);
                append(blanks.isEmpty() && needsBlank() ? " " : blanks, word);
            } else {
                boolean joins = afterEncoded && blanks.isEmpty() && c != ',' && c != ';' && c != ')';
                append(joins ? " " : blanks, c == '(' ? "" : token);
                if (c == '(') {
                    comment();
                }
            }
            afterEncoded = encoded;
        }
    }

    /** Ends the line in front of {@code text} where it would become too long, and there are blanks to do so. */
    private void append(String blanks, String text) {
        int first = text.indexOf('\r') < 0 ? text.length() : text.indexOf('\r');
        int end = out.length() - lineStart + blanks.length() + first;
        boolean fold = end > LINE && !blanks.isEmpty() && !blanks.contains("\n") && !text.isEmpty();
        out.append(fold ? "\r\n" + blanks : blanks).append(text);
        int lineEnd = text.lastIndexOf('\n');
        if (lineEnd >= 0) {
            lineStart = out.length() - text.length() + lineEnd + 1;
        } else if (fold || blanks.contains("\n")) {
            lineStart = out.length() - text.length();
        }
    }

    private boolean needsBlank() {
        return out.length() > 0 && " \t\n(".indexOf(out.charAt(out.length() - 1)) < 0;
    }

    private String special() {
        return value.charAt(at) == '(' ? "(" : value.substring(at, ++at);
    }

    private String atom() {
        int start = at;
        while (at < value.length() && !isBlank(value.charAt(at)) && SPECIALS.indexOf(value.charAt(at)) < 0) {
            at++;
        }
        return value.substring(start, at);
    }

    /** Returns the quoted string that begins here, quotes included; to the end of the field if it is not closed. */
    private String quoted() {
        int start = at++;
        while (at < value.length() && value.charAt(at) != '"') {
            at += value.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, value.length());
        return value.substring(start, at);
    }

    private static String unquoted(String quoted) {
        StringBuilder content = new StringBuilder();
        int end = quoted.length() > 1 && quoted.endsWith("\"") ? quoted.length() - 1 : quoted.length();
        for (int i = 1; i < end; i++) {
            char c = quoted.charAt(i);
            if (c == '\\' && i + 1 < end) {
                i++;
                c = quoted.charAt(i);
            }
            if (c != '\r' && c != '\n') {
                content.append(c);
            }
        }
        return content.toString();
    }

    private void comment() {
        while (at < value.length()) {
            char c = value.charAt(at);
            if (c == '(' || c == ')') {
                out.append(c);
                at++;
                if (c == ')') {
                    return;
                }
            } else {
                text("()", value.length());
            }
        }
    }

    private void parameters() {
        while (at < value.length()) {
            int start = at;
            while (at < value.length()
                    && value.charAt(at) != ';'
                    && value.charAt(at) != '='
                    && value.charAt(at) != '"') {
                at++;
            }
            String name = value.substring(start, at);
            if (at < value.length() && value.charAt(at) == '=') {
                at++;
                parameter(name);
            } else if (at < value.length() && value.charAt(at) == '"') {
                out.append(name).append(quoted());
            } else {
                out.append(name).append(at < value.length() ? ";" : "");
                at++;
            }
        }
    }

    private void parameter(String name) {
        String blanks = blanks(value.length());
        boolean quoted = at < value.length() && value.charAt(at) == '"';
        int start = at;
        while (!quoted && at < value.length() && value.charAt(at) != ';') {
            at++;
        }
        String raw = quoted ? quoted() : value.substring(start, at);
        String content = quoted ? unquoted(raw) : raw.stripTrailing();
        String bare = name.strip();
        if (isEightBit(content) && !bare.endsWith("*")) {
            out.append(name, 0, name.indexOf(bare)).append(words.parameter(bare, content));
            out.append(quoted ? "" : raw.substring(raw.stripTrailing().length()));
        } else {
            out.append(name).append('=').append(blanks).append(raw);
        }
    }
}
