// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateFacts;
import dev.strongpost.certificates.TrustAnchors;
import dev.strongpost.policy.internal.index.TableIndex;
import dev.strongpost.policy.rule.Degradation;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.policy.rule.RuleTerms;
import dev.strongpost.text.UtcDay;

/** The rules of a table that time or an update of Java can change the meaning of. Immutable. */
final class Degradations {
    private final ImmutableList<PolicyRule> ending;
    private final ImmutableList<PolicyRule> anchored;
    private final ImmutableList<PolicyRule> lacking;

    private Degradations(TableIndex index) {
        this.ending = index.with(terms -> terms.until().isPresent());
        this.anchored =
                firstOfEach(index.with(terms -> terms.template().trustAnchors().isPresent()));
        this.lacking = firstOfEach(index.with(terms -> !terms.lackingSuites().isEmpty()));
    }

    static Degradations in(TableIndex index) {
        return new Degradations(index);
    }

    /** A million rules may share their terms: it is said of one of them. */
    private static ImmutableList<PolicyRule> firstOfEach(ImmutableList<PolicyRule> rules) {
        Set<RuleTerms> seen = new HashSet<>();
        return rules.stream().filter(rule -> seen.add(rule.terms())).collect(ImmutableList.toImmutableList());
    }

    /** Tells whether a rule has a last day. */
    boolean haveEnds() {
        return !ending.isEmpty();
    }

    /** Tells whether the last day of a rule is before {@code today}. */
    boolean haveEnded(LocalDate today) {
        return ending.stream().anyMatch(rule -> rule.isOver(today));
    }

    /** Returns the first moment after {@code now} at which a trust anchor expires; empty when none does. */
    Optional<Instant> nextExpiry(Instant now) {
        return anchored.stream()
                .flatMap(rule -> anchors(rule).certificates().stream())
                .map(certificate -> certificate.getNotAfter().toInstant())
                .filter(end -> end.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    /** Returns what has happened or does within {@value Degradation#DAYS_OF_WARNING} days, the first first. */
    ImmutableList<Degradation> on(LocalDate today) {
        return Stream.of(
                        lacking.stream().flatMap(rule -> suites(rule, today)),
                        ending.stream().flatMap(rule -> end(rule, today)),
                        anchors(today))
                .flatMap(all -> all)
                .filter(degradation -> degradation.daysLeft() <= Degradation.DAYS_OF_WARNING)
                .sorted(Comparator.comparing(Degradation::isGrave).reversed().thenComparing(Degradation::daysLeft))
                .collect(ImmutableList.toImmutableList());
    }

    private static Stream<Degradation> suites(PolicyRule rule, LocalDate today) {
        Optional<String> fault = rule.requirement().ownFault();
        return fault.isPresent()
                ? fault.stream().map(why -> Degradation.suitesMissing(rule, why, today))
                : rule.terms().lackingSuites().stream().map(suite -> Degradation.suiteUnknown(rule, suite, today));
    }

    private static Stream<Degradation> end(PolicyRule rule, LocalDate today) {
        return rule.until().stream().map(last -> Degradation.ruleEnds(rule, last, today));
    }

    private Stream<Degradation> anchors(LocalDate today) {
        Set<TrustAnchors> seen = new HashSet<>();
        return anchored.stream()
                .filter(rule -> seen.add(anchors(rule)))
                .flatMap(rule -> Stream.concat(expired(rule, today), expiring(rule, today)));
    }

    private static Stream<Degradation> expired(PolicyRule rule, LocalDate today) {
        String path = anchors(rule).path();
        return anchors(rule).expired().stream()
                .map(CertificateFacts::of)
                .map(facts -> Degradation.anchorLeftOut(rule, path, facts.title(), UtcDay.of(facts.end()), today));
    }

    private static Stream<Degradation> expiring(PolicyRule rule, LocalDate today) {
        String path = anchors(rule).path();
        return anchors(rule).certificates().stream()
                .map(CertificateFacts::of)
                .map(facts -> Degradation.anchorExpires(rule, path, facts.title(), UtcDay.of(facts.end()), today));
    }

    private static TrustAnchors anchors(PolicyRule rule) {
        return rule.requirement().trustAnchors().orElseThrow();
    }
}
