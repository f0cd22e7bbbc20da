// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.probe;

import java.util.Optional;

import javax.annotation.Nullable;

import dev.strongpost.policy.decision.TlsDecision;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.decision.TlsVerdict;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.text.Sanitizer;

/**
 * One host as a {@link DeliveryProbe} found it: what it gave and the verdict on that, or why it was out of reach.
 * Immutable.
 */
public final class ProbedHost {
    private final Destination destination;

    @Nullable
    private final TlsEvidence evidence;

    @Nullable
    private final TlsVerdict verdict;

    private final String unreachable;

    private ProbedHost(
            Destination destination, @Nullable TlsEvidence evidence, @Nullable TlsVerdict verdict, String unreachable) {
        this.destination = destination;
        this.evidence = evidence;
        this.verdict = verdict;
        this.unreachable = unreachable;
    }

    /** Returns the host that gave {@code evidence}, which knows the next hop. */
    static ProbedHost judged(Destination destination, TlsRequirement requirement, TlsEvidence evidence) {
        return new ProbedHost(destination, evidence, TlsDecision.decide(requirement, evidence), "");
    }

    /** Returns the host that there was no talking to. */
    static ProbedHost unreachable(Destination destination, String why) {
        return new ProbedHost(destination, null, null, Sanitizer.clean(why));
    }

    /** Returns the host and its address. The name is as DNS has it: to be cleaned before it is shown. */
    public Destination destination() {
        return destination;
    }

    /** Returns what the connection gave; empty when the host was out of reach. */
    public Optional<TlsEvidence> evidence() {
        return Optional.ofNullable(evidence);
    }

    /** Returns the verdict of the rule, as if it were enforced; empty when the host was out of reach. */
    public Optional<TlsVerdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    /** Returns why the host was out of reach, cleaned as {@link Sanitizer}; empty when it was not. */
    public Optional<String> unreachableBecause() {
        return Optional.of(unreachable).filter(why -> !why.isEmpty());
    }

    /** Tells whether mail may cross to this host. */
    public boolean isSatisfying() {
        return verdict().filter(TlsVerdict::isAccepted).isPresent();
    }

    /** Tells whether another visit would end with the same no. */
    public boolean isProvenNotTo() {
        return verdict()
                .flatMap(TlsVerdict::failure)
                .filter(TlsFailure::isProven)
                .isPresent();
    }

    @Override
    public String toString() {
        return destination + " " + verdict().map(TlsVerdict::toString).orElse(unreachable);
    }
}
