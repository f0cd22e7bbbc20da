// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.strongpost.address.AddressLiterals;
import dev.strongpost.address.DomainNames;
import dev.strongpost.dane.DaneLookup;
import dev.strongpost.mailets.delivery.DeliveryFailure.Kind;
import dev.strongpost.mtasts.StsAnswer;
import dev.strongpost.mtasts.StsLookup;
import dev.strongpost.policy.decision.PublishedUse;
import dev.strongpost.policy.decision.TlsRequirement;

/**
 * Adds to an attempt what the domain and its hosts publish about the TLS of mail to it: TLSA records (RFC 7672) and an
 * MTA-STS policy (RFC 8461), where they are looked up at all. What the rule asks is never weakened: both have to be
 * satisfied.
 */
public final class PublishedPolicies {
    /** Why nothing is looked up. */
    private final String off;

    private final Optional<StsLookup> sts;
    private final Optional<DaneLookup> dane;

    private PublishedPolicies(String off, Optional<StsLookup> sts, Optional<DaneLookup> dane) {
        this.off = off;
        this.sts = sts;
        this.dane = dane;
    }

    /** Returns that nothing is looked up. */
    public static PublishedPolicies off() {
        return new PublishedPolicies("published is off", Optional.empty(), Optional.empty());
    }

    /** Returns that nothing is looked up, since what domains publish is for the gateway to keep. */
    static PublishedPolicies throughGateway() {
        return new PublishedPolicies("mail goes through a gateway", Optional.empty(), Optional.empty());
    }

    /** Returns that MTA-STS policies are looked up so, and TLSA records where answers of DNS are proven. */
    public static PublishedPolicies of(StsLookup sts, Optional<DaneLookup> dane) {
        return new PublishedPolicies("", Optional.of(sts), dane);
    }

    /** What became of an attempt: it goes on, with more to satisfy perhaps; or it failed before any host was asked. */
    static final class Outcome {
        private final DeliveryAttempt attempt;
        private final Optional<DeliveryFailure> failure;

        private Outcome(DeliveryAttempt attempt, Optional<DeliveryFailure> failure) {
            this.attempt = attempt;
            this.failure = failure;
        }

        static Outcome goOn(DeliveryAttempt attempt) {
            return new Outcome(attempt, Optional.empty());
        }

        static Outcome failed(DeliveryAttempt attempt, DeliveryFailure failure) {
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

    /**
     * Returns what becomes of {@code attempt}: it knows then what applies to each host. Does not fail.
     */
    CompletableFuture<Outcome> applyTo(DeliveryAttempt attempt) {
        String domain = DomainNames.canonical(attempt.domain().asString());
        TlsRequirement rule = attempt.enforced();
        boolean usesSts = rule.published() != PublishedUse.IGNORE && !AddressLiterals.isLiteral(domain);
        boolean enforced = usesSts || rule.usesDane();
        boolean usesDane = enforced || attempt.requirement().usesDane();
        if (sts.isEmpty()) {
            boolean demanded = rule.usesDane() || (usesSts && rule.published() == PublishedUse.REQUIRE);
            return CompletableFuture.completedFuture(demanded ? switchedOff(attempt, off) : Outcome.goOn(attempt));
        }
        if (rule.usesDane() && dane.isEmpty()) {
            return CompletableFuture.completedFuture(switchedOff(attempt, "dnssec is off"));
        }
        CompletableFuture<StsAnswer> policy =
                usesSts ? sts.get().of(domain) : CompletableFuture.completedFuture(StsAnswer.none());
        return policy.thenApply(answer -> Outcome.goOn(
                attempt.with(new HostPolicies(domain, answer, dane.filter(lookup -> usesDane), enforced))));
    }

    /** A rule that cannot be kept is none to send by. */
    private static Outcome switchedOff(DeliveryAttempt attempt, String why) {
        // RFC 3463: 4.3.5 system incorrectly configured.
        return Outcome.failed(
                attempt,
                DeliveryFailure.local(
                        Kind.TRANSIENT, "4.3.5", "this server cannot do what its own rule requires: " + why));
    }
}
