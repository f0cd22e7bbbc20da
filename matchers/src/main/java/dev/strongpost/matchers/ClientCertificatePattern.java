// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import javax.mail.MessagingException;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;

import dev.strongpost.james.ReceivedTls;
import dev.strongpost.policy.InboundRules;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.InboundSubject;
import dev.strongpost.policy.rule.PolicyError;
import dev.strongpost.policy.rule.PolicyException;

/** Reads what {@link ClientCertificateIs} looks for. */
final class ClientCertificatePattern {
    private static final String NAME = "name:";
    private static final String SUBJECT = "subject:";
    private static final String ISSUER = "issuer:";
    private static final String SHA256 = "sha256:";
    private static final String FORMS = "name:, subject:, issuer: or sha256: and what it should be";
    private static final CharMatcher HEX = CharMatcher.inRange('0', '9').or(CharMatcher.inRange('a', 'f'));
    private static final int SHA256_DIGITS = 64;

    private ClientCertificatePattern() {}

    /**
     * Returns the pattern that a condition writes.
     *
     * @param matcher the matcher, for the message of a mistake
     * @throws MessagingException naming every mistake, one a line
     */
    static Predicate<ReceivedTls> parse(String matcher, String condition) throws MessagingException {
        String kind = condition.substring(0, condition.indexOf(':') + 1).toLowerCase(Locale.ROOT);
        String text = condition.substring(kind.length()).trim();
        switch (kind) {
            case NAME:
                return verified(names(matcher, text));
            case SUBJECT:
                return verified(distinguished(matcher, text, ReceivedTls::clientSubject));
            case ISSUER:
                return verified(distinguished(matcher, text, ReceivedTls::clientIssuer));
            case SHA256:
                return digest(matcher, text);
            default:
                throw mistake(matcher, condition, FORMS);
        }
    }

    private static Predicate<ReceivedTls> verified(Predicate<ReceivedTls> pattern) {
        return pattern.and(ReceivedTls::isClientVerified);
    }

    // The names of a rule for certificates, read and compared by the rules' own code.
    private static Predicate<ReceivedTls> names(String matcher, String list) throws MessagingException {
        if (CharMatcher.anyOf(" \t\r\n").matchesAnyOf(list.replace(", ", ","))) {
            throw mistake(matcher, list, "domain names, separated by commas");
        }
        String rules = Splitter.on(',')
                .trimResults()
                .splitToStream(list)
                .map(name -> InboundSubject.CERTIFICATE.prefix() + name)
                .collect(Collectors.joining("\n"));
        try {
            InboundRules names = PolicyTableParser.forThisJvm()
                    .parse(matcher, rules.getBytes(StandardCharsets.UTF_8))
                    .inbound();
            return received -> !names.forCertificate(received.clientNames()).isEmpty();
        } catch (PolicyException e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }

    private static Predicate<ReceivedTls> distinguished(
            String matcher, String text, Function<ReceivedTls, Optional<String>> part) throws MessagingException {
        Optional<DistinguishedNamePattern> wanted = DistinguishedNamePattern.parse(text);
        if (wanted.isEmpty()) {
            throw mistake(
                    matcher, text, "a name such as CN=mx.partner.example, O=Partner, C=DE, or *, O=Partner, C=DE");
        }
        return received -> part.apply(received).filter(wanted.get()::matches).isPresent();
    }

    private static Predicate<ReceivedTls> digest(String matcher, String text) throws MessagingException {
        String digest = text.toLowerCase(Locale.ROOT).replace(":", "");
        if (digest.length() != SHA256_DIGITS || !HEX.matchesAllOf(digest)) {
            throw mistake(matcher, text, SHA256_DIGITS + " hexadecimal digits behind " + SHA256);
        }
        return received -> received.clientSha256().filter(digest::equals).isPresent();
    }

    private static MessagingException mistake(String matcher, String given, String allowed) {
        return new MessagingException(
                PolicyError.of(matcher, 0, "condition", given.isEmpty() ? "nothing" : given, allowed)
                        .toString());
    }
}
