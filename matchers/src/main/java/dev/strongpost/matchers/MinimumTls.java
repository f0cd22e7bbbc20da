// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import javax.annotation.Nullable;
import javax.mail.MessagingException;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;

import dev.strongpost.james.ConfigurationValue;
import dev.strongpost.james.MailetParameters;
import dev.strongpost.james.ReceivedTls;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.rule.PolicyError;
import dev.strongpost.text.InvalidValueException;

/** The least that the TLS of a mail that came in has to be: {@code bits=128 protocol=TLSv1.2}. Immutable. */
final class MinimumTls {
    private static final int MOST_BITS = 256;
    private static final String KEYS = "bits=N and protocol=VERSION, each once, separated by blanks";
    private static final MinimumTls ANY = new MinimumTls(1, null);

    private final int bits;

    @Nullable
    private final TlsProtocol protocol;

    private MinimumTls(int bits, @Nullable TlsProtocol protocol) {
        this.bits = bits;
        this.protocol = protocol;
    }

    /** Returns the floor that every cipher reaches which encrypts at all. */
    static MinimumTls any() {
        return ANY;
    }

    /**
     * Returns the floor that a condition writes; {@link #any} when it is empty.
     *
     * @param matcher the matcher, for the message of a mistake
     * @throws MessagingException naming the mistake
     */
    static MinimumTls parse(String matcher, String condition) throws MessagingException {
        Map<String, String> options = options(matcher, condition);
        Optional<String> bits = Optional.ofNullable(options.remove("bits"));
        Optional<String> protocol = Optional.ofNullable(options.remove("protocol"));
        if (!options.isEmpty()) {
            throw mistake(matcher, "condition", condition, KEYS);
        }
        return new MinimumTls(
                read(matcher, "bits", bits, text -> ConfigurationValue.number(text, 1, MOST_BITS))
                        .orElse(1),
                read(matcher, "protocol", protocol, ConfigurationValue::protocol)
                        .orElse(null));
    }

    private static Map<String, String> options(String matcher, String condition) throws MessagingException {
        Map<String, String> options = new HashMap<>();
        for (String word :
                Splitter.on(CharMatcher.anyOf(" \t")).omitEmptyStrings().split(condition)) {
            int equals = word.indexOf('=');
            if (equals < 0 || options.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw mistake(matcher, "condition", condition, KEYS);
            }
        }
        return options;
    }

    private static <T> Optional<T> read(
            String matcher, String key, Optional<String> text, MailetParameters.Reader<T> reader)
            throws MessagingException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.read(text.get()));
        } catch (InvalidValueException e) {
            throw mistake(matcher, key, text.get(), e.allowed());
        }
    }

    private static MessagingException mistake(String matcher, String key, String given, String allowed) {
        return new MessagingException(PolicyError.of(matcher, 0, key, given.isEmpty() ? "nothing" : given, allowed)
                .toString());
    }

    /** Tells whether {@code received} is as strong and as new. */
    boolean isReachedBy(ReceivedTls received) {
        return received.bits() >= bits
                && received.protocol()
                        .filter(version -> protocol == null || version.isAtLeast(protocol))
                        .isPresent();
    }
}
