// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.apache.james.util.DurationParser;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;

import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.text.InvalidValueException;

/**
 * Reads the values of James's configuration files: parameters of mailets, elements of handlers, conditions of matchers.
 * A value that is not what it must be is an error and never a default; each method says in its exception what is
 * allowed, and its caller where the value is.
 */
public final class ConfigurationValue {
    private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');
    private static final Splitter COMMA = Splitter.on(',').trimResults().omitEmptyStrings();

    private ConfigurationValue() {}

    /** Returns the trimmed {@code text}; empty for null and for blanks, which count as not given. */
    public static Optional<String> given(String text) {
        return Optional.ofNullable(text).map(String::trim).filter(value -> !value.isEmpty());
    }

    /** Returns the whole number that {@code text} writes in decimal digits, {@code minimum} to {@code maximum}. */
    public static int number(String text, int minimum, int maximum) throws InvalidValueException {
        return Optional.of(text)
                .filter(DIGITS::matchesAllOf)
                .map(Ints::tryParse)
                .filter(number -> number >= minimum && number <= maximum)
                .orElseThrow(() -> new InvalidValueException("a whole number from " + minimum + " to " + maximum));
    }

    /** Returns true or false, whatever the case. */
    public static boolean flag(String text) throws InvalidValueException {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new InvalidValueException("true or false");
        }
        return Boolean.parseBoolean(text);
    }

    /**
     * Returns the duration that {@code text} writes as James does, {@code minimum} to {@code maximum}; a number alone
     * counts seconds.
     */
    public static Duration duration(String text, Duration minimum, Duration maximum) throws InvalidValueException {
        return parse(text)
                .filter(duration -> duration.compareTo(minimum) >= 0 && duration.compareTo(maximum) <= 0)
                .orElseThrow(() -> new InvalidValueException("a number and a unit, as in: 10 seconds; from "
                        + minimum.toSeconds() + " to " + maximum.toSeconds() + " seconds"));
    }

    private static Optional<Duration> parse(String text) {
        try {
            return Optional.of(DurationParser.parse(text, ChronoUnit.SECONDS));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Returns the value of an enum, by its name in any case. */
    public static <E extends Enum<E>> E word(String text, Class<E> words) throws InvalidValueException {
        return Arrays.stream(words.getEnumConstants())
                .filter(value -> value.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException(Arrays.stream(words.getEnumConstants())
                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))));
    }

    /** Returns the TLS version that the policy table calls {@code text}. */
    public static TlsProtocol protocol(String text) throws InvalidValueException {
        return TlsProtocol.parse(text)
                .orElseThrow(() -> new InvalidValueException(Arrays.stream(TlsProtocol.values())
                        .map(TlsProtocol::word)
                        .collect(Collectors.joining(", "))));
    }

    /** Returns what is between the commas of {@code text}, without the empty ones. */
    public static ImmutableList<String> list(String text) {
        return ImmutableList.copyOf(COMMA.split(text));
    }
}
