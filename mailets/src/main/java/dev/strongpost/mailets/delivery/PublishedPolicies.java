// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.strongpost.address.AddressLiterals;
import dev.strongpost.address.DomainNames;
import dev.strongpost.mailets.delivery.DeliveryFailure.Kind;
import dev.strongpost.mtasts.StoredPolicy;
import dev.strongpost.mtasts.StsAnswer;
import dev.strongpost.mtasts.StsLookup;
import dev.strongpost.mtasts.StsPolicy;
import dev.strongpost.mtasts.StsPolicy.Mode;
import dev.strongpost.policy.decision.FailureReason;
import dev.strongpost.policy.decision.PublishedUse;

/**
 * Adds to an attempt what the domain publishes about the TLS of mail to it: its MTA-STS policy (RFC 8461), where that is
 * looked up at all. What the rule asks is never weakened: both have to be satisfied.
 */
public final class PublishedPolicies {
    private final Optional<StsLookup> sts;

    private PublishedPolicies(Optional<StsLookup> sts) {
        this.sts = sts;
    }

    /** Returns that nothing is looked up. */
    public static PublishedPolicies off() {
        return new PublishedPolicies(Optional.empty());
    }

    /** Returns that MTA-STS policies are looked up so. */
    public static PublishedPolicies of(StsLookup sts) {
        return new PublishedPolicies(Optional.of(sts));
    }

    /** What became of an attempt: it goes on, with more to satisfy perhaps; or it failed before any host was asked. */
    static final class Outcome {
        private final DeliveryAttempt attempt;
        private final Optional<DeliveryFailure> failure;

        private Outcome(DeliveryAttempt attempt, Optional<DeliveryFailure> failure) {
            this.attempt = attempt;
            this.failure = failure;
        }

        private static Outcome goOn(DeliveryAttempt attempt) {
            return new Outcome(attempt, Optional.empty());
        }

        private static Outcome failed(DeliveryAttempt attempt, DeliveryFailure failure) {
            return new Outcome(attempt, Optional.of(failure));
        }

        /** Returns the attempt that goes on. */
        DeliveryAttempt attempt() {
            return attempt;
        }

        /** Returns why there is none; empty when it goes on. */
        Optional<DeliveryFailure> failure() {
            return failure;
        }
    }

    /** Returns what becomes of {@code attempt}. Does not fail. */
    CompletableFuture<Outcome> applyTo(DeliveryAttempt attempt) {
        String domain = DomainNames.canonical(attempt.domain().asString());
        PublishedUse use = attempt.enforced().published();
        if (use == PublishedUse.IGNORE || AddressLiterals.isLiteral(domain)) {
            return CompletableFuture.completedFuture(Outcome.goOn(attempt));
        }
        if (sts.isEmpty()) {
            return CompletableFuture.completedFuture(
                    use == PublishedUse.REQUIRE ? switchedOff(attempt) : Outcome.goOn(attempt));
        }
        return sts.get().of(domain).thenApply(answer -> outcome(attempt, domain, answer));
    }

    /** A rule that cannot be kept is none to send by. */
    private static Outcome switchedOff(DeliveryAttempt attempt) {
        // RFC 3463: 4.3.5 system incorrectly configured.
        return Outcome.failed(
                attempt,
                DeliveryFailure.local(
                        Kind.TRANSIENT, "4.3.5", "this server cannot do what its own rule requires: published is off"));
    }

    private static Outcome outcome(DeliveryAttempt attempt, String domain, StsAnswer answer) {
        if (answer.isTemporary()) {
            // RFC 3463: 4.4.3 directory server failure. Only a proven absence relaxes.
            return Outcome.failed(
                    attempt,
                    DeliveryFailure.local(
                            Kind.TRANSIENT, "4.4.3", answer.failure().orElse("")));
        }
        Optional<StsPolicy> enforced =
                answer.policy().map(StoredPolicy::policy).filter(policy -> policy.mode() == Mode.ENFORCE);
        if (enforced.isPresent()) {
            return Outcome.goOn(attempt.under(EnforcedSts.of(domain, enforced.get())));
        }
        return attempt.enforced().published() == PublishedUse.REQUIRE
                ? Outcome.failed(attempt, notPublished(attempt, domain, answer))
                : Outcome.goOn(attempt);
    }

    private static DeliveryFailure notPublished(DeliveryAttempt attempt, String domain, StsAnswer answer) {
        boolean proven =
                answer.remark().isEmpty() && !attempt.enforced().failure().isDefer();
        return DeliveryFailure.published(
                proven ? Kind.PERMANENT : Kind.TRANSIENT,
                Optional.empty(),
                attempt.enforced(),
                FailureReason.NOT_PUBLISHED,
                domain);
    }
}
