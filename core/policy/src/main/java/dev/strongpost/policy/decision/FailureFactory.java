// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

/** Makes the failures of one decision, each of which names both sides. */
final class FailureFactory {
    private static final String NO_REMARK = "";
    /** Sendmail's words. */
    private static final String DANE_WITHOUT_TLS = "DANE: missing STARTTLS.";

    private final TlsRequirement requirement;
    private final TlsEvidence evidence;

    FailureFactory(TlsRequirement requirement, TlsEvidence evidence) {
        this.requirement = requirement;
        this.evidence = evidence;
    }

    /** A host without STARTTLS. A rule that asks for strength alone speaks of strength, as Sendmail's does. */
    TlsFailure notOffered() {
        if (requirement.level() == TlsLevel.DANE_ONLY) {
            return failure(FailureReason.STARTTLS_NOT_OFFERED, DANE_WITHOUT_TLS, NO_REMARK, true);
        }
        boolean strengthAlone = !requirement.level().requiresTrustedPeer() && requirement.minimumBits() > 0;
        String text = strengthAlone
                ? FailureReason.TOO_WEAK.replyText(0, requirement.minimumBits())
                : FailureReason.STARTTLS_NOT_OFFERED.replyText();
        return failure(FailureReason.STARTTLS_NOT_OFFERED, text, NO_REMARK, true);
    }

    TlsFailure clear(FailureReason reason, Cleartext clear) {
        return failure(reason, reason.replyText(), NO_REMARK, !clear.isTransient());
    }

    TlsFailure ownFault() {
        return failure(FailureReason.OWN_FAULT, FailureReason.OWN_FAULT.replyText(), NO_REMARK, false);
    }

    TlsFailure tooWeak(int bits) {
        String text = FailureReason.TOO_WEAK.replyText(bits, requirement.minimumBits());
        return failure(FailureReason.TOO_WEAK, text, NO_REMARK, isFull());
    }

    TlsFailure session(FailureReason reason, String remark) {
        return failure(reason, reason.replyText(), remark, isFull());
    }

    /** Nothing of a certificate can be proven by records that there are none of; the rule may be kept later. */
    TlsFailure noTlsa(String host) {
        return failure(FailureReason.DANE_REQUIRED, FailureReason.DANE_REQUIRED.replyText(host), NO_REMARK, false);
    }

    TlsFailure distinguishedName(FailureReason reason, String borne, String wanted) {
        return failure(reason, reason.replyText(borne, wanted), NO_REMARK, isFull());
    }

    TlsFailure nameMismatch(String borne, String wanted, String remark) {
        String text = FailureReason.NAME_MISMATCH.replyText(borne, wanted);
        return failure(FailureReason.NAME_MISMATCH, text, remark, isFull());
    }

    // What a resumed session shows is of an earlier time: it proves nothing about the host of today.
    private boolean isFull() {
        return !evidence.isResumed();
    }

    private TlsFailure failure(FailureReason reason, String text, String remark, boolean proven) {
        return new TlsFailure(requirement, evidence, reason, text, remark, proven);
    }
}
