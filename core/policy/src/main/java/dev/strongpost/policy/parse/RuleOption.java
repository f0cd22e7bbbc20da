// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableSet;

import dev.strongpost.certificates.DistinguishedName;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.rule.RuleTerms;
import dev.strongpost.text.InvalidValueException;

/** An option of a rule: its key, the levels at which it means something, and what its value does to the rule. */
enum RuleOption {
    BITS("bits", Levels.ENCRYPTED, (text, rule, values) -> rule.requirement.minimumBits(values.bits(text))),
    PROTOCOL("protocol", Levels.TLS, (text, rule, values) -> rule.requirement.minimumProtocol(values.protocol(text))),
    CIPHERS("ciphers", Levels.TLS, (text, rule, values) -> rule.requirement.ciphers(values.suites(text))),
    EXCLUDE("exclude", Levels.TLS, (text, rule, values) -> rule.requirement.excludedCiphers(values.suites(text))),
    MATCH("match", Levels.NAMED, (text, rule, values) -> rule.requirement.match(values.match(text))),
    PIN("pin", Levels.PINNED, (text, rule, values) -> rule.requirement.pins(values.pins(text))),
    CA("ca", Levels.NAMED, (text, rule, values) -> rule.requirement.trustAnchors(values.anchors(text))),
    ISSUER("issuer", Levels.NAMED, (text, rule, values) -> rule.requirement.issuer(DistinguishedName.parse(text))),
    SUBJECT("subject", Levels.NAMED, (text, rule, values) -> rule.requirement.subject(DistinguishedName.parse(text))),
    CLIENT_CERT("client-cert", Levels.TLS, (text, rule, values) -> rule.requirement.clientCertificate(text)),
    SNI("sni", Levels.TLS, (text, rule, values) -> rule.requirement.serverName(values.serverName(text))),
    CONNECTIONS(
            "connections",
            Levels.ALL,
            (text, rule, values) -> rule.requirement.connectionLimit(values.connections(text))),
    FAILURE("failure", Levels.ALL, (text, rule, values) -> rule.requirement.failure(values.failure(text))),
    MODE("mode", Levels.ALL, (text, rule, values) -> rule.requirement.testing(values.testing(text))),
    PUBLISHED("published", Levels.ALL, (text, rule, values) -> rule.requirement.published(values.published(text))),
    DIRECTION("direction", Levels.ALL, (text, rule, values) -> rule.direction(values.direction(text))),
    UNTIL("until", Levels.ALL, (text, rule, values) -> rule.until(values.until(text))),
    NOTE("note", Levels.ALL, (text, rule, values) -> rule.requirement.note(text));

    /** The levels at which options make sense. Apart, because an enum's constants come before its own fields. */
    private static final class Levels {
        static final ImmutableSet<TlsLevel> NAMED = ImmutableSet.of(TlsLevel.VERIFY, TlsLevel.SECURE);
        static final ImmutableSet<TlsLevel> PINNED = ImmutableSet.of(TlsLevel.FINGERPRINT);
        static final ImmutableSet<TlsLevel> ENCRYPTED = where(TlsLevel::requiresEncryption);
        static final ImmutableSet<TlsLevel> TLS = where(level -> !level.forbidsTls());
        static final ImmutableSet<TlsLevel> ALL = where(level -> true);

        private static ImmutableSet<TlsLevel> where(Predicate<TlsLevel> test) {
            return Arrays.stream(TlsLevel.values()).filter(test).collect(ImmutableSet.toImmutableSet());
        }
    }

    /** Reads a value and puts it into a rule. */
    private interface Setter {
        void set(String text, RuleTerms.Builder rule, OptionValues values) throws InvalidValueException;
    }

    private final String key;
    private final ImmutableSet<TlsLevel> levels;

    @SuppressWarnings("ImmutableEnumChecker") // the lambdas above capture nothing
    private final Setter setter;

    RuleOption(String key, ImmutableSet<TlsLevel> levels, Setter setter) {
        this.key = key;
        this.levels = levels;
        this.setter = setter;
    }

    static Optional<RuleOption> find(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(option -> option.key.equals(lower))
                .findFirst();
    }

    /** Returns all keys, for a message. */
    static String keys() {
        return Arrays.stream(values()).map(RuleOption::key).collect(Collectors.joining(", "));
    }

    String key() {
        return key;
    }

    /**
     * Tells whether a rule of that level may have this option: one without effect is a mistake, and mistakes fail
     * closed.
     */
    boolean isFor(TlsLevel level) {
        return levels.contains(level);
    }

    /** Tells whether a rule may have this option several times: one of the values has to fit then. */
    boolean isRepeatable() {
        return this == ISSUER || this == SUBJECT;
    }

    /** Returns the levels that may have this option, for a message. */
    String levels() {
        return levels.stream().map(TlsLevel::word).collect(Collectors.joining(", "));
    }

    void apply(String text, RuleTerms.Builder rule, OptionValues values) throws InvalidValueException {
        setter.set(text, rule, values);
    }
}
