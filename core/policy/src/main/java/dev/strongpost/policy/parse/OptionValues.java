// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.net.ssl.SNIHostName;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;

import dev.strongpost.address.DomainNames;
import dev.strongpost.certificates.CertificatePin;
import dev.strongpost.certificates.TrustAnchors;
import dev.strongpost.policy.decision.FailureAction;
import dev.strongpost.policy.decision.NameMatch;
import dev.strongpost.policy.decision.PublishedUse;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.text.InvalidValueException;

/**
 * Turns the texts behind {@code key=} into values. Each method throws with what is allowed when the text is not one.
 * Not thread-safe; one per load.
 */
final class OptionValues {
    private static final int MOST_BITS = 256;
    private static final int MOST_CONNECTIONS = 100_000;
    private static final int DATE_LENGTH = "2026-12-31".length();
    private static final String PROCESSOR = "processor:";
    private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');
    private static final CharMatcher PROCESSOR_NAME = CharMatcher.inRange('A', 'Z')
            .or(CharMatcher.inRange('a', 'z'))
            .or(DIGITS)
            .or(CharMatcher.anyOf("_-"));

    private final SuiteCatalogue suites;
    private final AnchorFiles anchorFiles;

    OptionValues(SuiteCatalogue suites, AnchorFiles anchorFiles) {
        this.suites = suites;
        this.anchorFiles = anchorFiles;
    }

    int bits(String text) throws InvalidValueException {
        Optional<Integer> bits = Optional.of(text)
                .filter(DIGITS::matchesAllOf)
                .map(Ints::tryParse)
                .filter(number -> number <= MOST_BITS);
        return require(bits, "a whole number from 0 to " + MOST_BITS);
    }

    int connections(String text) throws InvalidValueException {
        Optional<Integer> most = Optional.of(text)
                .filter(DIGITS::matchesAllOf)
                .map(Ints::tryParse)
                .filter(number -> number >= 1 && number <= MOST_CONNECTIONS);
        return require(most, "a whole number from 1 to " + MOST_CONNECTIONS);
    }

    TlsProtocol protocol(String text) throws InvalidValueException {
        return require(
                TlsProtocol.parse(text),
                Arrays.stream(TlsProtocol.values()).map(TlsProtocol::word).collect(Collectors.joining(", ")));
    }

    ImmutableList<String> suites(String text) throws InvalidValueException {
        return list(text, suites::find, "cipher suites that some Java has, comma separated" + suites.example());
    }

    /** Tells whether this JVM can do that suite, which {@link #suites} returned. */
    boolean isSupported(String suite) {
        return suites.isSupported(suite);
    }

    ImmutableList<NameMatch> match(String text) throws InvalidValueException {
        return list(text, NameMatch::parse, "hostname, nexthop, dot-nexthop, a name or a .suffix, comma separated");
    }

    ImmutableList<CertificatePin> pins(String text) throws InvalidValueException {
        return list(
                text,
                CertificatePin::parse,
                "sha256: and 64 hexadecimal digits, or spki-sha256: and 32 bytes in base64, comma separated");
    }

    TrustAnchors anchors(String text) throws InvalidValueException {
        return anchorFiles.read(text);
    }

    /** Returns a name that can be sent in server_name (RFC 6066 section 3), as JSSE sees it. */
    String serverName(String text) throws InvalidValueException {
        String name = DomainNames.parse(text);
        try {
            return new SNIHostName(name).getAsciiName();
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("a host name of letters, digits and hyphens");
        }
    }

    FailureAction failure(String text) throws InvalidValueException {
        return require(parseFailure(text), "bounce, defer or processor:NAME with letters, digits, _ and - in NAME");
    }

    private static Optional<FailureAction> parseFailure(String text) {
        if (text.equalsIgnoreCase("bounce")) {
            return Optional.of(FailureAction.bounce());
        }
        if (text.equalsIgnoreCase("defer")) {
            return Optional.of(FailureAction.defer());
        }
        return Optional.of(text)
                .filter(action -> action.startsWith(PROCESSOR))
                .map(action -> action.substring(PROCESSOR.length()))
                .filter(name -> !name.isEmpty() && PROCESSOR_NAME.matchesAllOf(name))
                .map(FailureAction::processor);
    }

    boolean testing(String text) throws InvalidValueException {
        boolean testing = text.equalsIgnoreCase("testing");
        if (!testing && !text.equalsIgnoreCase("enforce")) {
            throw new InvalidValueException("enforce or testing");
        }
        return testing;
    }

    PublishedUse published(String text) throws InvalidValueException {
        return require(PublishedUse.parse(text), "use, ignore or require");
    }

    Direction direction(String text) throws InvalidValueException {
        return require(Direction.parse(text), "out, in or both");
    }

    /** Any day: one that has passed since the table was written must not stop a server. */
    LocalDate until(String text) throws InvalidValueException {
        return require(parseDate(text), "a day as YYYY-MM-DD");
    }

    private static Optional<LocalDate> parseDate(String text) {
        try {
            return text.length() == DATE_LENGTH ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static <T> ImmutableList<T> list(String text, Function<String, Optional<T>> item, String allowed)
            throws InvalidValueException {
        ImmutableList.Builder<T> items = ImmutableList.builder();
        for (String word : Splitter.on(',').trimResults(CharMatcher.is(' ')).split(text)) {
            items.add(require(item.apply(word), allowed));
        }
        return items.build();
    }

    private static <T> T require(Optional<T> value, String allowed) throws InvalidValueException {
        return value.orElseThrow(() -> new InvalidValueException(allowed));
    }
}
