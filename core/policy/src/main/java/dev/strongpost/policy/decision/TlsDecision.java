// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The one place where a requirement and the evidence of a connection become a verdict. Pure and total. The order of the
 * checks, and so which of several shortcomings is named, is the one that Sendmail shows; see the package description.
 */
public final class TlsDecision {
    private final FailureFactory failures;
    private final TlsRequirement requirement;
    private final boolean knowsAnchors;

    private TlsDecision(TlsRequirement requirement, TlsEvidence evidence, boolean knowsAnchors) {
        this.requirement = requirement;
        this.failures = new FailureFactory(requirement, evidence);
        this.knowsAnchors = knowsAnchors;
    }

    /**
     * Returns the verdict on that evidence under that requirement. A rule that is only tried out
     * ({@link TlsRequirement#isTesting()}) gets the verdict it would have if it were enforced: delivering all the same
     * is the caller's part. A fault of this side is never a reason to do without TLS, at the level {@code may} either.
     * Of several rules ({@link TlsRequirement#and}) the first that is not satisfied gives the verdict.
     */
    public static TlsVerdict decide(TlsRequirement requirement, TlsEvidence evidence) {
        if (requirement.ownFault().isPresent()) {
            TlsEvidence fault = TlsEvidence.ownFault(requirement.ownFault().get());
            return TlsVerdict.failed(new FailureFactory(requirement, fault).ownFault());
        }
        // A client's chain was checked before any rule was known, and that of several rules for one of them.
        boolean knowsAnchors = !requirement.isInbound() && requirement.each().size() == 1;
        return requirement.each().stream()
                .map(rule -> new TlsDecision(rule, evidence, knowsAnchors).judge(evidence))
                .flatMap(Optional::stream)
                .findFirst()
                .map(TlsVerdict::failed)
                .orElseGet(TlsVerdict::accept);
    }

    private Optional<TlsFailure> judge(TlsEvidence evidence) {
        if (!requirement.level().requiresEncryption() && !evidence.isOwnFault()) {
            return Optional.empty();
        }
        return evidence.fold(clear -> Optional.of(judge(clear)), this::judge);
    }

    private TlsFailure judge(Cleartext clear) {
        switch (clear.cause()) {
            case NOT_OFFERED:
                return failures.notOffered();
            case REFUSED:
                return failures.clear(FailureReason.STARTTLS_REFUSED, clear);
            case HANDSHAKE_FAILED:
                return failures.clear(FailureReason.HANDSHAKE_FAILED, clear);
            case SWITCHED_OFF:
                return failures.clear(FailureReason.SWITCHED_OFF, clear);
            case OWN_FAULT:
                return failures.ownFault();
        }
        throw new AssertionError(clear.cause());
    }

    // Who the peer is comes before how strong the cipher is: Sendmail checks VERIFY first, then ENCR.
    private Optional<TlsFailure> judge(TlsSession session) {
        return Stream.<Function<TlsSession, Optional<TlsFailure>>>of(
                        this::peer, this::strength, this::protocol, this::suite)
                .map(check -> check.apply(session))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<TlsFailure> peer(TlsSession session) {
        return requirement.level().requiresTrustedPeer()
                ? PeerCheck.of(requirement, failures, knowsAnchors).failure(session.peer())
                : Optional.empty();
    }

    private Optional<TlsFailure> strength(TlsSession session) {
        return session.secretBits() < requirement.minimumBits()
                ? Optional.of(failures.tooWeak(session.secretBits()))
                : Optional.empty();
    }

    private Optional<TlsFailure> protocol(TlsSession session) {
        return requirement
                .minimumProtocol()
                .filter(minimum -> !session.protocol().isAtLeast(minimum))
                .map(minimum -> failures.session(
                        FailureReason.PROTOCOL_TOO_OLD,
                        session.protocol().word() + " is older than " + minimum.word()));
    }

    private Optional<TlsFailure> suite(TlsSession session) {
        boolean listed =
                requirement.ciphers().isEmpty() || requirement.ciphers().contains(session.suite());
        return listed && !requirement.excludedCiphers().contains(session.suite())
                ? Optional.empty()
                : Optional.of(failures.session(
                        FailureReason.CIPHER_NOT_ALLOWED, session.suite() + " is not among the rule's ciphers"));
    }
}
