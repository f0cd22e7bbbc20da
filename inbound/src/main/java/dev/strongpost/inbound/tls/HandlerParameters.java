// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.filesystem.api.FileSystem;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.james.ConfigurationValue;
import dev.strongpost.text.InvalidValueException;

/**
 * The elements inside a {@code <handler>}: trimmed, an empty one counted as not given, each read as what it must be.
 * One that is unknown, given twice or something else is an error and never a default.
 */
public final class HandlerParameters {
    private final Configuration config;
    private final FileSystem fileSystem;

    /**
     * Reads {@code config}.
     *
     * @throws ConfigurationException when it has an element that is not among {@code known}
     */
    public HandlerParameters(Configuration config, FileSystem fileSystem, ImmutableSet<String> known)
            throws ConfigurationException {
        this.config = config;
        this.fileSystem = fileSystem;
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

    /**
     * Returns the path of the file that an element names by {@code url}, as James writes file URLs: {@code
     * file://conf/...}, {@code file:///absolute/...}.
     *
     * @throws ConfigurationException when there is none
     */
    public Path path(String name, String url) throws ConfigurationException {
        try {
            return fileSystem.getFile(url).toPath().toAbsolutePath();
        } catch (FileNotFoundException e) {
            throw wrong(name, url, "a file that is there, as in file://conf/keystore");
        }
    }

    /** Returns the values of all elements of that name, and of each those between its commas. */
    public ImmutableList<String> list(String name) {
        return all(name).stream()
                .flatMap(value -> ConfigurationValue.list(value).stream())
                .collect(ImmutableList.toImmutableList());
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
    public <E extends Enum<E>> E word(String name, Class<E> words, E byDefault) throws ConfigurationException {
        return read(name, text -> ConfigurationValue.word(text, words)).orElse(byDefault);
    }

    /**
     * Returns a whole number, if it is given.
     *
     * @throws ConfigurationException when it is none from {@code minimum} to {@code maximum}
     */
    public Optional<Integer> number(String name, int minimum, int maximum) throws ConfigurationException {
        return read(name, text -> ConfigurationValue.number(text, minimum, maximum));
    }

    /**
     * Returns a duration; a number alone counts seconds.
     *
     * @throws ConfigurationException when it is none from one second to {@code maximum}
     */
    public Duration duration(String name, Duration byDefault, Duration maximum) throws ConfigurationException {
        return read(name, text -> ConfigurationValue.duration(text, Duration.ofSeconds(1), maximum))
                .orElse(byDefault);
    }

    /** Reads a value. */
    public interface Reader<T> {
        /** Returns the value that {@code text} writes. */
        T read(String text) throws InvalidValueException;
    }

    /**
     * Returns what {@code reader} makes of an element; empty when it is not given.
     *
     * @throws ConfigurationException when the reader rejects it
     */
    public <T> Optional<T> read(String name, Reader<T> reader) throws ConfigurationException {
        Optional<String> given = text(name);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.read(given.get()));
        } catch (InvalidValueException e) {
            throw wrong(name, given.get(), e.allowed());
        }
    }

    /** Returns the mistake that the element {@code name} is {@code given} and may be what {@code allowed} says. */
    public static ConfigurationException wrong(String name, String given, String allowed) {
        return new ConfigurationException(
                "smtpserver.xml: handler InboundTls: " + name + ": given " + given + ": allowed " + allowed);
    }
}
