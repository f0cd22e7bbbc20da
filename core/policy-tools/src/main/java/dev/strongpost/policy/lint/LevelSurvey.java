// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.certificates.CertificatePin;
import dev.strongpost.policy.decision.TlsDecision;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.decision.TlsVerdict;

/**
 * Which levels one connection would satisfy, each with its default bits and version: what a rule could ask of the host.
 * The evidence has to be that of a chain that was checked. Immutable.
 */
public final class LevelSurvey {
    /** From the weakest to the strongest; a pin proves something else than a name does, and is apart. */
    private static final ImmutableList<TlsLevel> LADDER =
            ImmutableList.of(TlsLevel.MAY, TlsLevel.ENCRYPT, TlsLevel.VERIFY, TlsLevel.SECURE);

    private static final CharMatcher NEEDS_QUOTES = CharMatcher.anyOf(" \t\"#\\");

    private final ImmutableMap<TlsLevel, TlsVerdict> verdicts;
    private final Optional<CertificatePin> pin;
    private final TlsRequirement rule;

    private LevelSurvey(
            ImmutableMap<TlsLevel, TlsVerdict> verdicts, Optional<CertificatePin> pin, TlsRequirement rule) {
        this.verdicts = verdicts;
        this.pin = pin;
        this.rule = rule;
    }

    /**
     * Returns the survey of a connection.
     *
     * @param rule whose {@code ca=} and {@code match=} are part of what is asked: the one that the chain was checked
     *     for
     */
    public static LevelSurvey of(TlsEvidence evidence, TlsRequirement rule) {
        Optional<CertificatePin> pin = leafOf(evidence).map(CertificatePin::ofKey);
        ImmutableMap.Builder<TlsLevel, TlsVerdict> verdicts = ImmutableMap.builder();
        LADDER.forEach(level -> verdicts.put(level, TlsDecision.decide(asking(level, rule), evidence)));
        pin.map(seen -> TlsRequirement.builder(TlsLevel.FINGERPRINT)
                        .pins(ImmutableList.of(seen))
                        .build())
                .ifPresent(pinned -> verdicts.put(TlsLevel.FINGERPRINT, TlsDecision.decide(pinned, evidence)));
        return new LevelSurvey(verdicts.build(), pin, rule);
    }

    private static Optional<X509Certificate> leafOf(TlsEvidence evidence) {
        return evidence.session()
                .flatMap(session -> session.peer().chain().stream().findFirst());
    }

    private static TlsRequirement asking(TlsLevel level, TlsRequirement rule) {
        TlsRequirement.Builder requirement = TlsRequirement.builder(level).match(rule.match());
        rule.trustAnchors().ifPresent(requirement::trustAnchors);
        return requirement.build();
    }

    /**
     * Returns the verdict of each level, weakest first; {@code fingerprint} is last, and is there when there is a
     * certificate.
     */
    public ImmutableMap<TlsLevel, TlsVerdict> verdicts() {
        return verdicts;
    }

    /** Returns the strongest level that is satisfied without a pin: {@code may} at least. */
    public TlsLevel best() {
        return LADDER.reverse().stream().filter(this::isSatisfied).findFirst().orElse(TlsLevel.MAY);
    }

    /**
     * Returns the line of a table that asks {@code level} for {@code who}: {@code partner.example verify
     * ca=partner.pem}.
     */
    public String ruleLine(String who, TlsLevel level) {
        Stream.Builder<String> words = Stream.<String>builder().add(who).add(level.word());
        if (level.requiresTrustedPeer()) {
            rule.trustAnchors().ifPresent(anchors -> words.add("ca=" + quoted(anchors.path())));
            if (!rule.match().isEmpty()) {
                words.add("match=" + rule.match().stream().map(String::valueOf).collect(Collectors.joining(",")));
            }
        }
        return words.build().collect(Collectors.joining(" "));
    }

    private static String quoted(String value) {
        return NEEDS_QUOTES.matchesAnyOf(value)
                ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : value;
    }

    /**
     * Returns the line that pins the key that was seen; empty when there is none, or the session is too weak for that
     * too.
     */
    public Optional<String> pinLine(String who) {
        return pin.filter(seen -> isSatisfied(TlsLevel.FINGERPRINT))
                .map(seen -> who + " " + TlsLevel.FINGERPRINT.word() + " pin=" + seen);
    }

    private boolean isSatisfied(TlsLevel level) {
        return Optional.ofNullable(verdicts.get(level))
                .filter(TlsVerdict::isAccepted)
                .isPresent();
    }
}
