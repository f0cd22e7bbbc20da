// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

import javax.annotation.Nullable;
import javax.mail.MessagingException;

import org.apache.mailet.MailetConfig;
import org.apache.mailet.MailetContext;

import com.google.common.collect.ImmutableMap;

import dev.strongpost.text.InvalidValueException;

/**
 * The parameters of a mailet: trimmed, an empty one counted as not given, each read as what it must be. A value that is
 * something else is an error and never a default.
 */
public final class MailetParameters implements MailetConfig {
    private final String mailet;
    private final MailetConfig config;
    private final ImmutableMap<String, String> values;

    /**
     * Reads the parameters in {@code config}.
     *
     * @param mailet what messages call it
     */
    public MailetParameters(String mailet, MailetConfig config) {
        this.mailet = mailet;
        this.config = config;
        ImmutableMap.Builder<String, String> given = ImmutableMap.builder();
        config.getInitParameterNames().forEachRemaining(name -> {
            ConfigurationValue.given(config.getInitParameter(name)).ifPresent(value -> given.put(name, value));
        });
        this.values = given.buildKeepingLast();
    }

    /** Returns the text of the parameter {@code name}, if it is given. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * Returns a whole number.
     *
     * @throws MessagingException when it is none from {@code minimum} to {@code maximum}
     */
    public int number(String name, int byDefault, int minimum, int maximum) throws MessagingException {
        return read(name, text -> ConfigurationValue.number(text, minimum, maximum))
                .orElse(byDefault);
    }

    /**
     * Returns true or false.
     *
     * @throws MessagingException when it is neither
     */
    public boolean flag(String name, boolean byDefault) throws MessagingException {
        return read(name, ConfigurationValue::flag).orElse(byDefault);
    }

    /**
     * Returns a duration; a number alone counts seconds.
     *
     * @throws MessagingException when it is none from {@code minimum} to {@code maximum}
     */
    public Duration duration(String name, Duration byDefault, Duration minimum, Duration maximum)
            throws MessagingException {
        return read(name, text -> ConfigurationValue.duration(text, minimum, maximum))
                .orElse(byDefault);
    }

    /** Reads a value. */
    public interface Reader<T> {
        /** Returns the value that {@code text} writes. */
        T read(String text) throws InvalidValueException;
    }

    /**
     * Returns what {@code reader} makes of the parameter {@code name}; empty when it is not given.
     *
     * @throws MessagingException when the reader rejects it
     */
    public <T> Optional<T> read(String name, Reader<T> reader) throws MessagingException {
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

    /**
     * Returns the error that parameter {@code name} has the value {@code given} and may have those in {@code allowed}.
     */
    public MessagingException wrong(String name, String given, String allowed) {
        return new MessagingException(mailet + ": " + name + ": given " + given + ": allowed " + allowed);
    }

    @Override
    public @Nullable String getInitParameter(String name) {
        return values.get(name);
    }

    @Override
    public Iterator<String> getInitParameterNames() {
        return values.keySet().iterator();
    }

    @Override
    public MailetContext getMailetContext() {
        return config.getMailetContext();
    }

    @Override
    public String getMailetName() {
        return config.getMailetName();
    }
}
