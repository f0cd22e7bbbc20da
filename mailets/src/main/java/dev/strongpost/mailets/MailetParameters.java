package dev.strongpost.mailets;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Optional;

import javax.annotation.Nullable;
import javax.mail.MessagingException;

import org.apache.james.util.DurationParser;
import org.apache.mailet.MailetConfig;
import org.apache.mailet.MailetContext;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;

/**
 * The parameters of a mailet: trimmed, an empty one counted as not given, each read as what it must be. A value that is
 * something else is an error and never a default.
 */
final class MailetParameters implements MailetConfig {
    private final MailetConfig config;
    private final ImmutableMap<String, String> values;

    /** Reads the parameters in {@code config}. */
    MailetParameters(MailetConfig config) {
        this.config = config;
        ImmutableMap.Builder<String, String> given = ImmutableMap.builder();
        config.getInitParameterNames().forEachRemaining(name -> {
            String value = Optional.ofNullable(config.getInitParameter(name))
                    .orElse("")
                    .trim();
            if (!value.isEmpty()) {
                given.put(name, value);
            }
        });
        this.values = given.buildKeepingLast();
    }

    /** Returns the text of the parameter {@code name}, if it is given. */
    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * Returns a whole number.
     *
     * @throws MessagingException when it is none from {@code minimum} to {@code maximum}
     */
    int number(String name, int byDefault, int minimum, int maximum) throws MessagingException {
        Optional<String> given = text(name);
        if (given.isEmpty()) {
            return byDefault;
        }
        Integer number = Ints.tryParse(given.get());
        if (number == null || number < minimum || number > maximum) {
            throw wrong(name, given.get(), "a whole number from " + minimum + " to " + maximum);
        }
        return number;
    }

    /**
     * Returns true or false.
     *
     * @throws MessagingException when it is neither
     */
    boolean flag(String name, boolean byDefault) throws MessagingException {
        Optional<String> given = text(name);
        if (given.isPresent()
                && !given.get().equalsIgnoreCase("true")
                && !given.get().equalsIgnoreCase("false")) {
            throw wrong(name, given.get(), "true or false");
        }
        return given.map(Boolean::parseBoolean).orElse(byDefault);
    }

    /**
     * Returns a duration; a number alone counts seconds.
     *
     * @throws MessagingException when it is none from 0 to {@code maximum}
     */
    Duration duration(String name, Duration byDefault, Duration maximum) throws MessagingException {
        Optional<String> given = text(name);
        Duration duration = byDefault;
        try {
            duration = given.map(value -> DurationParser.parse(value, ChronoUnit.SECONDS))
                    .orElse(byDefault);
        } catch (RuntimeException e) {
            throw wrong(name, given.orElse(""), "a number and a unit, as in: 10 seconds");
        }
        if (duration.compareTo(maximum) > 0) {
            throw wrong(name, given.orElse(""), "at most " + maximum.toHours() + " hours");
        }
        return duration;
    }

    /** Returns the error that parameter {@code name} has the value {@code given} and may have those in {@code allowed}. */
    static MessagingException wrong(String name, String given, String allowed) {
        return new MessagingException("TlsRemoteDelivery: " + name + ": given " + given + ": allowed " + allowed);
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
