package dev.strongpost.inbound.tls;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.util.DurationParser;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;

/**
 * The elements inside a {@code <handler>}: trimmed, an empty one counted as not given, each read as what it must be. One that
 * is unknown, given twice or something else is an error and never a default.
 */
public final class HandlerParameters {
    private static final Splitter COMMA = Splitter.on(',').trimResults().omitEmptyStrings();

    private final Configuration config;

    /**
     * Reads {@code config}.
     *
     * @throws ConfigurationException when it has an element that is not among {@code known}
     */
    public HandlerParameters(Configuration config, ImmutableSet<String> known) throws ConfigurationException {
        this.config = config;
        for (Iterator<String> keys = config.getKeys(); keys.hasNext(); ) {
            String key = keys.next();
            if (!key.startsWith("[@") && !known.contains(key)) {
                throw wrong(key, "an element of that name", String.join(", ", known));
            }
        }
    }

    /**
     * Returns the text of an element, if it is given.
     *
     * @throws ConfigurationException when it is given twice
     */
    public Optional<String> text(String name) throws ConfigurationException {
        ImmutableList<String> all = all(name);
        if (all.size() > 1) {
            throw wrong(name, String.join(" and ", all), "one such element");
        }
        return all.stream().findFirst();
    }

    /** Returns the values of all elements of that name, and of each those between its commas. */
    public ImmutableList<String> list(String name) {
        return all(name).stream().flatMap(COMMA::splitToStream).collect(ImmutableList.toImmutableList());
    }

    private ImmutableList<String> all(String name) {
        return Arrays.stream(Optional.ofNullable(config.getStringArray(name)).orElse(new String[0]))
                .map(String::trim)
                .filter(value -> !value.isEmpty())
                .collect(ImmutableList.toImmutableList());
    }

    /**
     * Returns the value of an enum, by its name in lower case.
     *
     * @throws ConfigurationException when no value has that name
     */
    <E extends Enum<E>> E word(String name, Class<E> words, E byDefault) throws ConfigurationException {
        Optional<String> given = text(name);
        if (given.isEmpty()) {
            return byDefault;
        }
        return Arrays.stream(words.getEnumConstants())
                .filter(value -> value.name().equalsIgnoreCase(given.get()))
                .findFirst()
                .orElseThrow(() -> wrong(name, given.get(), words(words)));
    }

    private static <E extends Enum<E>> String words(Class<E> words) {
        return Arrays.stream(words.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /**
     * Returns a whole number, if it is given.
     *
     * @throws ConfigurationException when it is none from {@code minimum} to {@code maximum}
     */
    public Optional<Integer> number(String name, int minimum, int maximum) throws ConfigurationException {
        Optional<String> given = text(name);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Optional.ofNullable(Ints.tryParse(given.get()))
                .filter(number -> number >= minimum && number <= maximum)
                .orElseThrow(() -> wrong(name, given.get(), "a whole number from " + minimum + " to " + maximum)));
    }

    /**
     * Returns a duration; a number alone counts seconds.
     *
     * @throws ConfigurationException when it is none from one second to {@code maximum}
     */
    Duration duration(String name, Duration byDefault, Duration maximum) throws ConfigurationException {
        Optional<String> given = text(name);
        if (given.isEmpty()) {
            return byDefault;
        }
        return parse(given.get())
                .filter(duration -> duration.toSeconds() >= 1 && duration.compareTo(maximum) <= 0)
                .orElseThrow(() -> wrong(
                        name,
                        given.get(),
                        "a number and a unit, from 1 second to " + maximum.toSeconds() + " seconds"));
    }

    private static Optional<Duration> parse(String text) {
        try {
            return Optional.of(DurationParser.parse(text, ChronoUnit.SECONDS));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Returns the mistake that the element {@code name} is {@code given} and may be what {@code allowed} says. */
    public static ConfigurationException wrong(String name, String given, String allowed) {
        return new ConfigurationException(
                "smtpserver.xml: handler InboundTls: " + name + ": given " + given + ": allowed " + allowed);
    }
}
