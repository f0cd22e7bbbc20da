package dev.strongpost.mailets.delivery;

import java.util.Objects;

import dev.strongpost.evidence.TlsEvidence;
import dev.strongpost.policy.TlsRequirement;

/** How a mail reached a host. */
final class Delivered {
    private final Destination destination;
    private final TlsEvidence evidence;
    private final TlsRequirement requirement;
    private final Reply reply;

    Delivered(Destination destination, TlsEvidence evidence, TlsRequirement requirement, Reply reply) {
        this.destination = destination;
        this.evidence = evidence;
        this.requirement = requirement;
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

    /** Returns the requirement it met. */
    TlsRequirement requirement() {
        return requirement;
    }

    /** Returns the reply to the final dot. */
    Reply reply() {
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
