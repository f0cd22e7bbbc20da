// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The words in brackets that a text for people may hold: {@code [host]} is {@link #HOST}. */
enum Placeholder {
    /** What {@code messageString} says. Not in {@code messageString} itself. */
    OPENING(" "),
    /** The addresses that were not reached, one a line. */
    RECIPIENTS(", "),
    /** What ended the delivery: the other side's words or, under a TLS rule, this server's. */
    REPLY(" "),
    /** The enhanced status code of RFC 3463. */
    STATUS(" "),
    /** What a TLS rule required, in words. */
    REQUIRED(" "),
    /** What the other side offered instead, in words. */
    OFFERED(" "),
    /** The TLS rule and its place. */
    RULE(" "),
    /** The note of the TLS rule. */
    NOTE(" "),
    /** The server on the other side. */
    HOST(" "),
    /** What the sender can do about it. */
    ADVICE(" "),
    /** The subject of the mail. */
    SUBJECT(" "),
    /** The sender of the mail. */
    SENDER(" "),
    /** This server. */
    MACHINE(" "),
    /** Who the notification is from. */
    POSTMASTER(" ");

    private final String separator;

    Placeholder(String separator) {
        this.separator = separator;
    }

    /** Returns the placeholder that is between the brackets as {@code word}; empty for any other word. */
    static Optional<Placeholder> parse(String word) {
        return Arrays.stream(values())
                .filter(placeholder -> placeholder.word().equals(word))
                .findFirst();
    }

    /** Returns all of them as they are written, for a message about one that is none. */
    static String all() {
        return Arrays.stream(values()).map(Placeholder::toString).collect(Collectors.joining(", "));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what is between the lines of its value where they come on one line. */
    String separator() {
        return separator;
    }

    /** Returns it as it is written: {@code [host]}. */
    @Override
    public String toString() {
        return "[" + word() + "]";
    }
}
