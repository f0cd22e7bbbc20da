// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.protocol;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

import dev.strongpost.text.Sanitizer;

/**
 * One reply of an SMTP server (RFC 5321 section 4.2). Its text is one line of at most 512 characters without control
 * characters, whatever the peer sent: the lines of the reply joined by spaces.
 */
public final class SmtpReply {
    private static final int MAX_TEXT = 512;
    private static final int CODE_LENGTH = 3;
    private static final CharMatcher DIGIT = CharMatcher.inRange('0', '9');
    private static final Splitter WORD =
            Splitter.on(CharMatcher.anyOf(" -\t\r\n")).omitEmptyStrings().limit(2);

    private final int code;
    private final String text;
    private final ImmutableList<String> lines;
    private final boolean ours;

    private SmtpReply(int code, List<String> lines, boolean ours) {
        this.code = code;
        this.ours = ours;
        this.lines = ImmutableList.copyOf(lines);
        this.text = clean(this.lines.stream().filter(line -> !line.isBlank()).collect(Collectors.joining(" ")));
    }

    /** Returns the reply with {@code code} and the texts of its {@code lines}, without their codes. */
    static SmtpReply of(int code, List<String> lines) {
        return new SmtpReply(code, lines, false);
    }

    /** Returns a reply with {@code code} and {@code text}; the text is cleaned and cut. */
    public static SmtpReply of(int code, String text) {
        return new SmtpReply(code, ImmutableList.of(text), false);
    }

    /**
     * Returns the reply that this side gives in the place of a server which was not asked, or cannot be.
     *
     * @param text an enhanced status code (RFC 3463) and a sentence
     */
    public static SmtpReply ours(int code, String text) {
        return new SmtpReply(code, ImmutableList.of(text), true);
    }

    /**
     * Returns the reply that {@code text} is: a code from 200 to 559 (RFC 5321 section 4.2), alone or with something
     * behind it that is no part of a word. Empty when it is something else, a sentence of this server for example.
     */
    public static Optional<SmtpReply> parse(String text) {
        String trimmed = text.trim();
        boolean reply = trimmed.length() >= CODE_LENGTH
                && DIGIT.matchesAllOf(trimmed.substring(0, CODE_LENGTH))
                && trimmed.charAt(0) >= '2'
                && trimmed.charAt(0) <= '5'
                && trimmed.charAt(1) <= '5'
                && (trimmed.length() == CODE_LENGTH || " -\t\r\n".indexOf(trimmed.charAt(CODE_LENGTH)) >= 0);
        return reply
                ? Optional.of(of(
                        Integer.parseInt(trimmed.substring(0, CODE_LENGTH)),
                        trimmed.length() == CODE_LENGTH ? "" : trimmed.substring(CODE_LENGTH + 1)))
                : Optional.empty();
    }

    /** Returns {@code text} as one line of at most 512 characters, each control character replaced by a space. */
    public static String clean(String text) {
        return Sanitizer.line(text, MAX_TEXT);
    }

    /** Returns the three digits. A peer that breaks the protocol may have sent any value from 0 to 999. */
    public int code() {
        return code;
    }

    /** Returns the text behind the code in each line, as it came but for its length. */
    ImmutableList<String> lines() {
        return lines;
    }

    /** Tells whether no server said it. */
    public boolean isOurs() {
        return ours;
    }

    /** Tells whether the command was done, RFC 5321 section 4.2.1: 2yz. */
    public boolean isPositive() {
        return code >= 200 && code < 300;
    }

    /** Tells whether the same command must not be repeated, RFC 5321 section 4.2.1: 5yz. */
    public boolean isPermanent() {
        return code >= 500 && code < 600;
    }

    /** Tells whether the server says that it is about to close the connection, RFC 5321 section 3.8: 421. */
    public boolean isGoodBye() {
        return code == 421;
    }

    /** Returns the enhanced status code of RFC 2034 when the text begins with one that fits the reply's class. */
    public Optional<String> enhancedStatus() {
        return WORD.splitToStream(text)
                .findFirst()
                .filter(word -> EnhancedStatus.isCode(word) && word.charAt(0) - '0' == code / 100);
    }

    /** Returns the enhanced status code, made up from the class of the reply when the server gave none. */
    public String status() {
        return enhancedStatus().orElse(isPermanent() ? "5.0.0" : isPositive() ? "2.0.0" : "4.0.0");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SmtpReply
                && ((SmtpReply) other).code == code
                && ((SmtpReply) other).ours == ours
                && ((SmtpReply) other).text.equals(text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, text);
    }

    /** Returns the reply as one line: {@code 550 5.1.1 user unknown}. */
    @Override
    public String toString() {
        return text.isEmpty() ? String.format("%03d", code) : String.format("%03d %s", code, text);
    }
}
