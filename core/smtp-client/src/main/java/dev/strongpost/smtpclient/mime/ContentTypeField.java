// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

import java.util.Locale;
import java.util.Optional;

/**
 * A Content-Type (RFC 2045 section 5.1), as far as the structure of a message depends on it: type and boundary. Reads
 * what mail programs write, comments and blanks anywhere included, in one pass.
 */
final class ContentTypeField {
    /** RFC 2046 section 5.1.1 allows 70; real programs have written more. */
    private static final int LONGEST_BOUNDARY = 400;

    private static final String BOUNDARY = "boundary";

    private final String text;
    private final String type;

    private final StringBuilder boundary = new StringBuilder();
    private boolean complete;
    private int at;

    private ContentTypeField(String text) {
        this.text = text;
        this.type = token(";").toLowerCase(Locale.ROOT);
        while (at < text.length()) {
            at++; // the semicolon
            String name = token("=;").toLowerCase(Locale.ROOT);
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                take(name, token(";"));
            }
        }
    }

    /** Takes a boundary, in one piece or in several in order, as programs write long ones (RFC 2231 section 3). */
    private void take(String name, String value) {
        boolean plain = name.equals(BOUNDARY);
        if (!complete && (plain || (name.startsWith(BOUNDARY + "*") && !name.endsWith("*")))) {
            boundary.append(value);
            complete = plain;
        }
    }

    static ContentTypeField parse(String value) {
        return new ContentTypeField(value);
    }

    /** Returns type and subtype in lower case: {@code multipart/mixed}. */
    String type() {
        return type;
    }

    /** Returns the boundary; empty when there is none, or none that can be one. */
    Optional<String> boundary() {
        // A boundary does not end in a blank: where one does, it was added on the way (RFC 2046 section 5.1.1).
        return Optional.of(boundary.toString().stripTrailing())
                .filter(value -> !value.isEmpty() && value.length() <= LONGEST_BOUNDARY);
    }

    /** Returns what is before the next of {@code ends}, without quotes, comments and blanks outside of quotes. */
    private String token(String ends) {
        StringBuilder token = new StringBuilder();
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at++);
            if (c == '"') {
                quoted(token);
            } else if (c == '(') {
                skipComment();
            } else if (c > ' ') {
                token.append(c);
            }
        }
        return token.toString();
    }

    private void quoted(StringBuilder token) {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            token.append(c);
        }
    }

    private void skipComment() {
        int open = 1;
        while (at < text.length() && open > 0) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '(') {
                open++;
            } else if (c == ')') {
                open--;
            }
        }
        at = Math.min(at, text.length());
    }
}
