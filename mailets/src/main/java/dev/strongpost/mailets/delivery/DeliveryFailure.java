// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import com.google.common.base.MoreObjects;
import com.google.common.base.Preconditions;

import dev.strongpost.policy.decision.FailureReason;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.ResolutionException;
import dev.strongpost.smtpclient.pool.ConnectionLimitException;
import dev.strongpost.smtpclient.protocol.SmtpReply;
import dev.strongpost.text.Sanitizer;

/** Why a recipient did not get the mail: the text for the bounce, and whether another attempt can help. */
public final class DeliveryFailure {
    private static final int LONGEST = 500;

    /** Where a failure is between trying again and giving up. */
    enum Kind {
        /** Another host, or the same one later, may take the mail. */
        TRANSIENT,
        /** No attempt can help. */
        PERMANENT,
        /** There was no attempt: its turn has not come. */
        POSTPONED
    }

    /** The two sides of a failed requirement. */
    static final class Policy {
        private final TlsRequirement requirement;
        private final FailureReason reason;
        private final String offered;

        private Policy(TlsRequirement requirement, FailureReason reason, String offered) {
            this.requirement = requirement;
            this.reason = reason;
            this.offered = offered;
        }

        /** Returns what the rule asks. */
        TlsRequirement requirement() {
            return requirement;
        }

        /** Returns which check the host failed. */
        FailureReason reason() {
            return reason;
        }

        /** Returns what the host gave, in words. */
        String offered() {
            return offered;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Policy
                    && ((Policy) other).requirement.equals(requirement)
                    && ((Policy) other).reason == reason
                    && ((Policy) other).offered.equals(offered);
        }

        @Override
        public int hashCode() {
            return Objects.hash(requirement, reason, offered);
        }
    }

    private final Kind kind;
    private final String text;
    private final String status;
    private final Optional<Destination> destination;
    private final Optional<Policy> policy;

    private DeliveryFailure(
            Kind kind, String text, String status, Optional<Destination> destination, Optional<Policy> policy) {
        this.kind = kind;
        this.text = text;
        this.status = status;
        this.destination = destination;
        this.policy = policy;
    }

    /**
     * Returns the failure that {@code destination} answered with {@code reply}, or this server in its place. Only 5yz is
     * permanent.
     */
    static DeliveryFailure replied(Destination destination, SmtpReply reply) {
        Kind kind = reply.isPermanent() ? Kind.PERMANENT : Kind.TRANSIENT;
        if (reply.isOurs()) {
            return local(kind, reply.status(), reply.toString());
        }
        return new DeliveryFailure(kind, reply.toString(), reply.status(), Optional.of(destination), Optional.empty());
    }

    /** Returns the failure of {@code destination} to take any mail now, which it answered with {@code reply}. */
    static DeliveryFailure unreachable(Destination destination, SmtpReply reply) {
        return replied(destination, reply).asTransient();
    }

    /** Returns the failure of a connection: {@code why} says what happened. RFC 3463: 4.4.1 or 4.4.2. */
    static DeliveryFailure connection(Destination destination, String status, String why) {
        return new DeliveryFailure(Kind.TRANSIENT, why, status, Optional.of(destination), Optional.empty());
    }

    /** Returns a failure found before any host was talked to, or inside this server. */
    static DeliveryFailure local(Kind kind, String status, String why) {
        return new DeliveryFailure(kind, Sanitizer.line(why, LONGEST), status, Optional.empty(), Optional.empty());
    }

    /**
     * Returns the failure of this server itself: try again. Its text goes to the sender, so it says nothing of what
     * happened: the message of an exception can hold a command, and with it a password.
     */
    static DeliveryFailure unexpected() {
        // RFC 3463: 4.3.0 other or undefined mail system status.
        return local(Kind.TRANSIENT, "4.3.0", "this server failed to deliver; its log has the reason");
    }

    /** Returns the failure of a domain without a host to try. */
    static DeliveryFailure unresolved(ResolutionException reason) {
        return local(
                reason.isPermanent() ? Kind.PERMANENT : Kind.TRANSIENT,
                reason.status(),
                String.valueOf(reason.getMessage()));
    }

    /**
     * Returns the failure that represents all of {@code failures}, those of the hosts of a domain in order of
     * preference. When every host is proven not to satisfy the rule, that is permanent; when one was merely not
     * reachable, it may satisfy the rule later, so the mail waits. The text is that of the most preferred host that a
     * rule failed on, since that is what the sender can do something about.
     */
    static DeliveryFailure decisive(List<DeliveryFailure> failures) {
        Preconditions.checkArgument(!failures.isEmpty(), "no host was tried");
        DeliveryFailure decisive = failures.stream()
                .filter(failure -> failure.policy().isPresent())
                .findFirst()
                .orElse(failures.get(0));
        return failures.stream().allMatch(DeliveryFailure::isPermanent) ? decisive : decisive.asTransient();
    }

    /** Returns what holds up mail for a host at which too much waits; it counts as no attempt. */
    static DeliveryFailure postponed(ConnectionLimitException reason) {
        // RFC 3463: 4.4.5 mail system congestion.
        return local(Kind.POSTPONED, "4.4.5", String.valueOf(reason.getMessage()));
    }

    /** Returns the failure of {@code destination} to satisfy a rule, or of this server to do what the rule asks. */
    static DeliveryFailure policy(Kind kind, Destination destination, TlsFailure failure) {
        return failure.reason() == FailureReason.OWN_FAULT
                ? ownFault(failure)
                : new DeliveryFailure(
                        kind,
                        failure.reply(),
                        failure.status(),
                        Optional.of(destination),
                        Optional.of(new Policy(failure.requirement(), failure.reason(), failure.offered())));
    }

    /**
     * Returns the failure of a host to be what a published policy says, found before it was contacted.
     *
     * @param offered what there is instead
     * @param words those of the reason
     */
    static DeliveryFailure published(
            Kind kind,
            Destination destination,
            TlsRequirement requirement,
            String offered,
            FailureReason reason,
            Object... words) {
        String status = kind == Kind.PERMANENT ? "5.7.0" : "4.7.0";
        String reply = (kind == Kind.PERMANENT ? "503 " : "403 ") + status + " " + reason.replyText(words);
        return new DeliveryFailure(
                kind,
                Sanitizer.line(reply, LONGEST),
                status,
                Optional.of(destination),
                Optional.of(new Policy(requirement, reason, offered)));
    }

    /** What is wrong is in the log: it can name files. */
    private static DeliveryFailure ownFault(TlsFailure failure) {
        return new DeliveryFailure(
                Kind.TRANSIENT,
                "this server cannot do what its own rule requires; its log has the reason",
                failure.status(),
                Optional.empty(),
                Optional.of(new Policy(failure.requirement(), failure.reason(), "not tried")));
    }

    /** Returns the same failure as one that another attempt may overcome. */
    DeliveryFailure asTransient() {
        return new DeliveryFailure(Kind.TRANSIENT, text, status, destination, policy);
    }

    /** Tells whether no attempt can help. */
    boolean isPermanent() {
        return kind == Kind.PERMANENT;
    }

    /** Tells whether there was no attempt at all. */
    boolean isPostponed() {
        return kind == Kind.POSTPONED;
    }

    /** Returns the SMTP reply, or a sentence when there was none. One line, bounded. */
    String text() {
        return text;
    }

    /** Tells whether the text is what the host replied, as against this server's own words. */
    boolean isReply() {
        return destination.isPresent()
                && policy.isEmpty()
                && SmtpReply.parse(text).isPresent();
    }

    /** Returns the enhanced status code, RFC 3463. */
    String status() {
        return status;
    }

    /** Returns the host that failed, if one was chosen. */
    Optional<Destination> destination() {
        return destination;
    }

    /** Returns the rule and what it met, when a rule was the cause. */
    Optional<Policy> policy() {
        return policy;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof DeliveryFailure)) {
            return false;
        }
        DeliveryFailure that = (DeliveryFailure) other;
        return kind == that.kind
                && text.equals(that.text)
                && status.equals(that.status)
                && destination.equals(that.destination)
                && policy.equals(that.policy);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, text, status, destination, policy);
    }

    @Override
    public String toString() {
        return MoreObjects.toStringHelper(this)
                .add("kind", kind)
                .add("text", text)
                .add("destination", destination.map(Destination::toString).orElse("-"))
                .toString();
    }
}
