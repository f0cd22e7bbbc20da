// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.protocol;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;

/** The enhanced status code of a failure, RFC 3463 section 2: {@code 5.7.0}. Its class is 4 or 5. */
public final class EnhancedStatus {
    /** A permanent failure of which no more is known. */
    public static final EnhancedStatus PERMANENT = new EnhancedStatus("5.0.0");

    /** A failure that may pass of which no more is known. */
    public static final EnhancedStatus TRANSIENT = new EnhancedStatus("4.0.0");

    // RFC 3463 section 2: subject and detail are 1*3digit. (RFC 2034 section 4 forbids leading zeros; peers send them.)
    private static final int LONGEST_NUMBER = 3;
    private static final int NUMBERS = 3;
    private static final CharMatcher DIGIT = CharMatcher.inRange('0', '9');
    private static final Splitter DOT = Splitter.on('.').limit(NUMBERS + 1);

    private final String text;

    private EnhancedStatus(String text) {
        this.text = text;
    }

    /** Returns the status that {@code text} is; empty unless it is one of class 4 or 5, the classes of a failure. */
    public static Optional<EnhancedStatus> parse(String text) {
        boolean failure = text.startsWith("4.") || text.startsWith("5.");
        return failure && isCode(text) ? Optional.of(new EnhancedStatus(text)) : Optional.empty();
    }

    /**
     * Tells whether {@code text} has the form of an enhanced status code, with one digit for its class, whichever that
     * is.
     */
    public static boolean isCode(String text) {
        List<String> numbers = DOT.splitToList(text);
        return numbers.size() == NUMBERS
                && numbers.get(0).length() == 1
                && numbers.stream().allMatch(EnhancedStatus::isNumber);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_NUMBER && DIGIT.matchesAllOf(text);
    }

    /** Returns the code as it is in a {@code Status} field: {@code 5.7.0}. */
    public String asString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EnhancedStatus && ((EnhancedStatus) other).text.equals(text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
