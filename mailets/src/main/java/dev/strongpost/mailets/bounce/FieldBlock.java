// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.util.Optional;

import com.google.common.base.Splitter;

import dev.strongpost.text.Sanitizer;

/** Writes the fields of one group of a delivery status, RFC 3464 section 2.1, each cleaned and folded. */
final class FieldBlock {
    /** The most characters of foreign text in one field. Less than the 998 of a line, RFC 5322 section 2.1.1. */
    static final int LIMIT = 900;

    // RFC 5322 section 2.1.1: a line should not be longer than 78 characters.
    private static final int LINE_LIMIT = 78;
    private static final Splitter WORD = Splitter.on(' ').omitEmptyStrings();
    private static final String CRLF = "\r\n";

    private final StringBuilder text = new StringBuilder();

    /** Returns {@code foreign} on one line without control characters, no longer than a field may be. */
    static String line(String foreign) {
        return Sanitizer.line(foreign, LIMIT);
    }

    /** Adds {@code name: value}. */
    FieldBlock add(String name, String value) {
        int column = name.length() + 1;
        text.append(name).append(':');
        boolean first = true;
        for (String word : WORD.split(Sanitizer.ascii(value, LIMIT))) {
            boolean fold = !first && column + 1 + word.length() > LINE_LIMIT;
            text.append(fold ? CRLF + " " : " ").append(word);
            column = (fold ? 0 : column) + 1 + word.length();
            first = false;
        }
        text.append(CRLF);
        return this;
    }

    /** Adds {@code name: value} when there is a value. */
    FieldBlock add(String name, Optional<String> value) {
        return value.map(present -> add(name, present)).orElse(this);
    }

    /** Returns the fields, each line ended by CRLF, and the empty line that ends a group. */
    String asString() {
        return text + CRLF;
    }
}
