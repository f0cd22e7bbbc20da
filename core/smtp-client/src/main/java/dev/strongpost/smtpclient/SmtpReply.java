package dev.strongpost.smtpclient;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.netty.handler.codec.smtp.SmtpResponse;

/**
 * One reply of an SMTP server (RFC 5321 section 4.2), its lines joined by spaces. The text is bounded and holds no
 * control characters, whatever the peer sent.
 */
public final class SmtpReply {
    private static final int MAX_TEXT = 500;

    private final int code;
    private final String text;

    private SmtpReply(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** Returns the reply that the engine received as {@code response}. */
    public static SmtpReply from(SmtpResponse response) {
        return of(response.code(), joined(response.details()));
    }

    /** Returns a reply with {@code code} and {@code text}; the text is cleaned and cut. */
    public static SmtpReply of(int code, String text) {
        return new SmtpReply(code, clean(text));
    }

    private static String joined(List<CharSequence> lines) {
        StringBuilder text = new StringBuilder();
        for (CharSequence line : lines) {
            if (text.length() > MAX_TEXT) {
                break;
            }
            // A reply of the bare code reaches us as one line that is null.
            text.append(text.length() == 0 ? "" : " ").append(line == null ? "" : line);
        }
        return text.toString();
    }

    /** Returns {@code text} cut to a line of at most 500 characters, each control character replaced by a space. */
    static String clean(String text) {
        StringBuilder cleaned = new StringBuilder(text.substring(0, Math.min(text.length(), MAX_TEXT)));
        for (int i = 0; i < cleaned.length(); i++) {
            if (Character.isISOControl(cleaned.charAt(i))) {
                cleaned.setCharAt(i, ' ');
            }
        }
        return cleaned.toString().trim();
    }

    /** Returns the three digits. A peer that breaks the protocol may have sent any value from 0 to 999. */
    public int code() {
        return code;
    }

    /** Tells whether the command was done, RFC 5321 section 4.2.1: 2yz. */
    public boolean isPositive() {
        return code >= 200 && code < 300;
    }

    /** Tells whether the same command must not be repeated, RFC 5321 section 4.2.1: 5yz. */
    public boolean isPermanent() {
        return code >= 500 && code < 600;
    }

    /** Returns the enhanced status code of RFC 2034 when the text begins with one that fits the reply's class. */
    public Optional<String> enhancedStatus() {
        int end = text.indexOf(' ');
        String word = end < 0 ? text : text.substring(0, end);
        return EnhancedStatus.isCode(word) && word.charAt(0) - '0' == code / 100 ? Optional.of(word) : Optional.empty();
    }

    /** Returns the enhanced status code, made up from the class of the reply when the server gave none. */
    public String status() {
        return enhancedStatus().orElse(isPermanent() ? "5.0.0" : isPositive() ? "2.0.0" : "4.0.0");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SmtpReply && ((SmtpReply) other).code == code && ((SmtpReply) other).text.equals(text);
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
