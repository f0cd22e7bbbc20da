// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.decision.PublishedUse;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.ErrorList;
import dev.strongpost.policy.rule.RuleTerms;
import dev.strongpost.text.InvalidValueException;

/**
 * Reads what is behind {@code who}: {@code [level] [key=value ...]}. Lines that say the same share one object, so
 * that a large table stays small. Not thread-safe; one per file.
 */
final class RuleTermsParser {
    private static final int MOST_SHARED = 10_000;
    private static final String INBOUND = " for inbound mail";
    private static final String OUTBOUND_ONLY = "it only with direction=out or both";

    private final OptionValues values;
    private final Map<ImmutableList<String>, RuleTerms> shared = new HashMap<>();
    private final Map<ImmutableList<String>, RuleTerms> sharedBehindPrefix = new HashMap<>();

    RuleTermsParser(OptionValues values) {
        this.values = values;
    }

    /**
     * Returns the terms; with mistakes, which go to {@code errors}, the terms without what is mistaken.
     *
     * @param prefixed whether {@code who} has a prefix, and so means inbound mail
     */
    RuleTerms parse(ImmutableList<String> words, boolean prefixed, int line, ErrorList errors) {
        Map<ImmutableList<String>, RuleTerms> alike = prefixed ? sharedBehindPrefix : shared;
        RuleTerms known = alike.get(words);
        if (known != null) {
            return known;
        }
        int before = errors.count();
        RuleTerms terms = new LineParser(prefixed, line, errors).parse(words);
        if (errors.count() == before && alike.size() < MOST_SHARED) {
            alike.put(words, terms);
        }
        return terms;
    }

    /** Reads the terms of one line, collecting its mistakes. */
    private final class LineParser {
        private final boolean prefixed;
        private final int line;
        private final ErrorList errors;
        private final Set<RuleOption> seen = EnumSet.noneOf(RuleOption.class);

        LineParser(boolean prefixed, int line, ErrorList errors) {
            this.prefixed = prefixed;
            this.line = line;
            this.errors = errors;
        }

        RuleTerms parse(List<String> words) {
            boolean hasLevel = !words.isEmpty() && words.get(0).indexOf('=') < 0;
            Optional<TlsLevel> level = hasLevel ? level(words.get(0)) : Optional.of(TlsLevel.ENCRYPT);
            RuleTerms.Builder rule =
                    new RuleTerms.Builder(level.orElse(TlsLevel.ENCRYPT), prefixed ? Direction.IN : Direction.OUT);
            for (String word : words.subList(hasLevel ? 1 : 0, words.size())) {
                option(word, level, rule);
            }
            level.ifPresent(this::requirePins);
            TlsRequirement written = rule.requirement.build();
            checkDirection(rule.direction(), written);
            requireUsableCiphers(written);
            lackingSuites(written, rule);
            return rule.build();
        }

        private void checkDirection(Direction direction, TlsRequirement written) {
            TlsLevel level = written.level();
            if (direction != Direction.OUT && level.usesDane()) {
                errors.add(line, "level", level.word() + INBOUND, "another one: clients have no TLSA records");
            }
            if (direction == Direction.IN) {
                rejectOutboundTerms(written);
            } else if (prefixed) {
                String given = direction.word() + " for a who with a prefix";
                errors.add(line, RuleOption.DIRECTION.key(), given, "in, or no direction= at all");
            }
        }

        /** What has no meaning for inbound mail would be accepted and do nothing. */
        private void rejectOutboundTerms(TlsRequirement written) {
            if (written.level().forbidsTls()) {
                errors.add(
                        line, "level", written.level().word() + INBOUND, "may, which demands nothing, or a higher one");
            }
            written.clientCertificate()
                    .ifPresent(alias -> errors.add(line, RuleOption.CLIENT_CERT.key(), alias + INBOUND, OUTBOUND_ONLY));
            written.serverName()
                    .ifPresent(name -> errors.add(line, RuleOption.SNI.key(), name + INBOUND, OUTBOUND_ONLY));
            written.connectionLimit()
                    .ifPresent(most -> errors.add(line, RuleOption.CONNECTIONS.key(), most + INBOUND, OUTBOUND_ONLY));
            if (written.published() != PublishedUse.USE) {
                errors.add(line, RuleOption.PUBLISHED.key(), written.published().word() + INBOUND, OUTBOUND_ONLY);
            }
            if (written.failure().processor().isPresent()) {
                errors.add(line, RuleOption.FAILURE.key(), written.failure() + INBOUND, "bounce or defer");
            }
        }

        private Optional<TlsLevel> level(String word) {
            Optional<TlsLevel> level = TlsLevel.parse(word);
            if (level.isEmpty()) {
                errors.add(line, "level", word, TlsLevel.words());
            }
            return level;
        }

        private void option(String word, Optional<TlsLevel> level, RuleTerms.Builder rule) {
            int equals = word.indexOf('=');
            if (equals < 0 && CharMatcher.inRange('0', '9').matchesAllOf(word)) {
                errors.add(line, "line", word, "bits=" + word + " for a minimum strength");
                return;
            }
            if (equals < 0) {
                errors.add(line, "line", word, "key=value behind who and level, with a key of " + RuleOption.keys());
                return;
            }
            String key = word.substring(0, equals);
            Optional<RuleOption> option = RuleOption.find(key);
            if (option.isEmpty()) {
                errors.add(line, key.isEmpty() ? "line" : key, word, "a key of " + RuleOption.keys());
                return;
            }
            option(option.get(), word.substring(equals + 1), level, rule);
        }

        private void option(RuleOption option, String raw, Optional<TlsLevel> level, RuleTerms.Builder rule) {
            if (!seen.add(option) && !option.isRepeatable()) {
                errors.add(line, option.key(), given(raw) + " again", option.key() + "= once in a rule");
                return;
            }
            if (level.isPresent() && !option.isFor(level.get())) {
                errors.add(
                        line,
                        option.key(),
                        given(raw) + " at level " + level.get().word(),
                        "only at " + option.levels());
                return;
            }
            try {
                option.apply(OptionUnquoter.parse(raw), rule, values);
            } catch (InvalidValueException e) {
                errors.add(line, option.key(), e.given(given(raw)), e.allowed());
            }
        }

        private String given(String raw) {
            return raw.isEmpty() ? "nothing" : raw;
        }

        private void requirePins(TlsLevel level) {
            if (level == TlsLevel.FINGERPRINT && !seen.contains(RuleOption.PIN)) {
                errors.add(line, RuleOption.PIN.key(), "nothing at level fingerprint", "at least one pin=");
            }
        }

        /** A rule that no session can satisfy would have all of its mail come back, and blame the host. */
        private void requireUsableCiphers(TlsRequirement requirement) {
            if (requirement.ciphers().isEmpty()) {
                return;
            }
            SuiteChoice choice = SuiteChoice.of(requirement);
            if (choice.listed().isEmpty()) {
                errors.add(line, RuleOption.EXCLUDE.key(), "every suite of ciphers=", "at least one suite left");
            } else if (choice.ofVersion().isEmpty()) {
                errors.add(
                        line,
                        RuleOption.CIPHERS.key(),
                        "suites of TLS 1.2 alone, with protocol=TLSv1.3",
                        "at least one suite of TLS 1.3, such as TLS_AES_256_GCM_SHA384");
            } else if (choice.strongEnough().isEmpty()) {
                errors.add(
                        line,
                        RuleOption.BITS.key(),
                        requirement.minimumBits() + " with suites of at most " + choice.mostBits() + " bits",
                        "at most " + choice.mostBits() + ", or a stronger suite in ciphers=");
            }
        }

        /** What another Java has, or this one had before an update, is no mistake of the table. */
        private void lackingSuites(TlsRequirement requirement, RuleTerms.Builder rule) {
            Stream.concat(requirement.ciphers().stream(), requirement.excludedCiphers().stream())
                    .filter(suite -> !values.isSupported(suite))
                    .forEach(rule::lacking);
            List<String> usable = SuiteChoice.of(requirement).strongEnough();
            if (!usable.isEmpty() && usable.stream().noneMatch(values::isSupported)) {
                rule.requirement.ownFault("this Java does not have " + String.join(" or ", usable));
            }
        }
    }
}
