// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.strongpost.dane.DaneAnswer;
import dev.strongpost.dane.DaneLookup;
import dev.strongpost.mailets.delivery.DeliveryFailure.Kind;
import dev.strongpost.mailets.delivery.PublishedPolicies.Outcome;
import dev.strongpost.mtasts.StsAnswer;
import dev.strongpost.policy.decision.FailureReason;
import dev.strongpost.policy.decision.PublishedUse;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.published.HostTerms;
import dev.strongpost.smtpclient.Destination;

/** What applies to each host of a domain, as a requirement of an attempt. Immutable. */
final class HostPolicies {
    private final String domain;
    private final StsAnswer sts;
    private final Optional<DaneLookup> dane;
    private final boolean enforced;

    /**
     * Takes what is known of the domain.
     *
     * @param enforced whether what is published is enforced; else it is for a rule that is only tested
     */
    HostPolicies(String domain, StsAnswer sts, Optional<DaneLookup> dane, boolean enforced) {
        this.enforced = enforced;
        this.domain = domain;
        this.sts = sts;
        this.dane = dane;
    }

    /** Returns what becomes of {@code attempt} at that host, before it is contacted. Does not fail. */
    CompletableFuture<Outcome> applyTo(DeliveryAttempt attempt, Destination host) {
        return dane.map(lookup -> lookup.of(host.hostName(), host.address().getPort(), domain, host.proof()))
                .orElseGet(() -> CompletableFuture.completedFuture(DaneAnswer.none("DANE is not looked up")))
                .thenApply(answer -> enforced
                        ? outcome(attempt, host, HostTerms.of(host.hostName(), answer, sts))
                        : tried(attempt, host, answer));
    }

    /** A rule that is only tested is shown the records; nothing else changes by them. */
    private static Outcome tried(DeliveryAttempt attempt, Destination host, DaneAnswer answer) {
        return Outcome.goOn(answer.records()
                .map(records -> attempt.withTestedRecords(host.hostName(), records))
                .orElse(attempt));
    }

    private Outcome outcome(DeliveryAttempt attempt, Destination host, HostTerms terms) {
        if (terms.dane().isTemporary()) {
            // RFC 7672 section 2.1: what cannot be found out is no reason to do without.
            TlsRequirement unknown = TlsRequirement.ofUnusableTlsa(host.hostName());
            return failed(attempt, Kind.TRANSIENT, host, unknown, terms, FailureReason.DANE_UNKNOWN);
        }
        if (terms.records().isPresent()) {
            return Outcome.goOn(
                    attempt.withRecords(host.hostName(), terms.records().get()));
        }
        TlsRequirement rule = attempt.enforced();
        Optional<TlsRequirement> unmet = rule.each().stream()
                .filter(part -> part.level() == TlsLevel.DANE_ONLY)
                .findFirst();
        if (unmet.isPresent()) {
            return failed(
                    attempt, kind(unmet.get()), host, unmet.get(), terms, FailureReason.DANE_REQUIRED, host.hostName());
        }
        DeliveryAttempt encrypted =
                terms.isEncryptionRequired() ? attempt.under(TlsRequirement.ofUnusableTlsa(host.hostName())) : attempt;
        return withoutRecords(encrypted, rule, host, terms);
    }

    private Outcome withoutRecords(DeliveryAttempt attempt, TlsRequirement rule, Destination host, HostTerms terms) {
        if (terms.policyUnknownBecause().isPresent()) {
            // RFC 3463: 4.4.3 directory server failure. Only a proven absence relaxes.
            return Outcome.failed(
                    attempt,
                    DeliveryFailure.local(
                            Kind.TRANSIENT,
                            "4.4.3",
                            terms.policyUnknownBecause().get()));
        }
        TlsRequirement policy = TlsRequirement.ofMtaSts(domain);
        if (terms.isUnlisted()) {
            return failed(
                    attempt, Kind.TRANSIENT, host, policy, terms, FailureReason.MX_NOT_LISTED, host.hostName(), domain);
        }
        if (terms.enforced().isPresent()) {
            return Outcome.goOn(attempt.under(policy));
        }
        if (rule.published() == PublishedUse.REQUIRE) {
            TlsRequirement unmet = rule.each().stream()
                    .filter(part -> part.published() == PublishedUse.REQUIRE)
                    .findFirst()
                    .orElse(rule);
            Kind kind = terms.isPolicyMissing() ? Kind.TRANSIENT : kind(unmet);
            return failed(attempt, kind, host, unmet, terms, FailureReason.NOT_PUBLISHED, domain);
        }
        return Outcome.goOn(attempt);
    }

    private static Kind kind(TlsRequirement rule) {
        return rule.failure().isDefer() ? Kind.TRANSIENT : Kind.PERMANENT;
    }

    private static Outcome failed(
            DeliveryAttempt attempt,
            Kind kind,
            Destination host,
            TlsRequirement requirement,
            HostTerms terms,
            FailureReason reason,
            Object... words) {
        String offered = "not contacted; " + terms.dane();
        return Outcome.failed(attempt, DeliveryFailure.published(kind, host, requirement, offered, reason, words));
    }
}
