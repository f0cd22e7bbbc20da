// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Optional;
import java.util.function.Function;

import javax.annotation.Nullable;

/**
 * What one connection gave: either cleartext, with the cause, or a TLS session. One half of the decision, the other
 * being the requirement. Immutable.
 */
public final class TlsEvidence {
    @Nullable
    private final Cleartext clear;

    @Nullable
    private final TlsSession session;

    private TlsEvidence(@Nullable Cleartext clear, @Nullable TlsSession session) {
        this.clear = clear;
        this.session = session;
    }

    /**
     * Returns the evidence of a host that does not list STARTTLS in its answer to EHLO, or of a client that never says
     * STARTTLS.
     */
    public static TlsEvidence notOffered() {
        return inClear(Cleartext.notOffered());
    }

    /**
     * Returns the evidence of a host that answered STARTTLS with something other than 220.
     *
     * @param reply the reply, code first: {@code 454 4.7.0 TLS not available}. A code that begins with 4 is transient,
     *     anything else is proven
     */
    public static TlsEvidence refused(String reply) {
        return inClear(Cleartext.refused(reply));
    }

    /**
     * Returns the evidence of a handshake that failed. Only what a full handshake proved may be called proven.
     */
    public static TlsEvidence handshakeFailed(HandshakeFailure failure) {
        return inClear(Cleartext.handshakeFailed(failure));
    }

    /**
     * Returns the evidence of a connection on which this side could not do what the rule asks of it. It says nothing of
     * the host.
     *
     * @param why what is wrong, for the log
     */
    public static TlsEvidence ownFault(String why) {
        return inClear(Cleartext.ownFault(why));
    }

    /** Returns the evidence of a connection on which this side does not do TLS at all. */
    public static TlsEvidence switchedOff() {
        return inClear(Cleartext.switchedOff());
    }

    /** Returns the evidence of a TLS session. */
    public static TlsEvidence session(TlsSession session) {
        return new TlsEvidence(null, session);
    }

    private static TlsEvidence inClear(Cleartext clear) {
        return new TlsEvidence(clear, null);
    }

    /** Tells whether there is a TLS session; one with a NULL suite counts too. */
    public boolean isEncrypted() {
        return session != null;
    }

    /** Tells whether this side is at fault, which says nothing of the host. */
    public boolean isOwnFault() {
        return clear != null && clear.cause() == Cleartext.Cause.OWN_FAULT;
    }

    /** Tells whether the host offered STARTTLS and it came to nothing, for a reason of either side. */
    public boolean isStartTlsBroken() {
        return clear != null
                && clear.cause() != Cleartext.Cause.NOT_OFFERED
                && clear.cause() != Cleartext.Cause.SWITCHED_OFF;
    }

    /** Tells whether the session is an earlier one taken up again: it shows the certificate of that time. */
    public boolean isResumed() {
        return session != null && session.isResumed();
    }

    /** Returns the TLS session; empty in cleartext. */
    public Optional<TlsSession> session() {
        return Optional.ofNullable(session);
    }

    /** Returns the secret bits of the session's suite; 0 in cleartext. */
    public int secretBits() {
        return session == null ? 0 : session.secretBits();
    }

    /**
     * Returns this evidence for mail to another next hop: a pooled connection is judged again for each mail. Clear text
     * is the same for all.
     */
    public TlsEvidence servingNextHop(String domain) {
        return session == null ? this : session(session.withPeer(session.peer().servingNextHop(domain)));
    }

    /** Returns what one of the two functions makes of this evidence. */
    public <T> T fold(Function<Cleartext, T> onClear, Function<TlsSession, T> onSession) {
        if (session != null) {
            return onSession.apply(session);
        }
        if (clear != null) {
            return onClear.apply(clear);
        }
        throw new IllegalStateException("evidence is either cleartext or a session");
    }

    /**
     * Returns the evidence in words, for people and logs: {@code no STARTTLS}, {@code STARTTLS refused: 454 ...},
     * {@code TLSv1.3 TLS_AES_256_GCM_SHA384 256 bits}.
     */
    public String describe() {
        return fold(Cleartext::describe, TlsSession::describe);
    }

    @Override
    public String toString() {
        return fold(Cleartext::toString, TlsSession::toString);
    }
}
