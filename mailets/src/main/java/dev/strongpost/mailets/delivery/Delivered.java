// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.Objects;
import java.util.Optional;

import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.protocol.SmtpReply;

/** How a mail reached a host. */
final class Delivered {
    private final Destination destination;
    private final TlsEvidence evidence;
    private final TlsRequirement requirement;
    private final Optional<TlsFailure> wouldHaveFailed;
    private final SmtpReply reply;

    /** Takes how a rule that is only tested would have failed. */
    Delivered(
            Destination destination,
            TlsEvidence evidence,
            TlsRequirement requirement,
            Optional<TlsFailure> wouldHaveFailed,
            SmtpReply reply) {
        this.destination = destination;
        this.evidence = evidence;
        this.requirement = requirement;
        this.wouldHaveFailed = wouldHaveFailed;
        this.reply = reply;
    }

    /** Returns the host that took the mail. */
    Destination destination() {
        return destination;
    }

    /** Returns the TLS session it went over, or why there was none. */
    TlsEvidence evidence() {
        return evidence;
    }

    /** Returns the requirement it met, or would have had to meet if that were not in testing. */
    TlsRequirement requirement() {
        return requirement;
    }

    /** Returns how it fell short of a requirement in testing; empty when it met it. */
    Optional<TlsFailure> wouldHaveFailed() {
        return wouldHaveFailed;
    }

    /** Returns the reply to the final dot. */
    SmtpReply reply() {
        return reply;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Delivered)) {
            return false;
        }
        Delivered that = (Delivered) other;
        return destination.equals(that.destination)
                && requirement.equals(that.requirement)
                && reply.equals(that.reply)
                && evidence == that.evidence;
    }

    @Override
    public int hashCode() {
        return Objects.hash(destination, requirement, reply);
    }
}
