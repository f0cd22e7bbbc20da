// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Optional;

import javax.annotation.Nullable;

import dev.strongpost.text.Sanitizer;

/**
 * How a TLS handshake failed: which side ended it, with which alert (RFC 8446 section 6.2), whether its own messages
 * were complete by then, and what part a client certificate had in it. Immutable.
 */
public final class HandshakeFailure {
    /** Which side ended the handshake. */
    public enum Side {
        /** The other side, by an alert or by closing the connection. */
        PEER,
        /** This side, which found fault with what the other one sent. */
        OURS
    }

    /** What part a client certificate had in it. */
    public enum ClientCertificate {
        /** The other side did not ask for one before the handshake failed. */
        NOT_REQUESTED(""),
        /** The other side asked for one, and there was none to present. */
        NOT_PRESENTED(" (it asks for a client certificate, and none is configured)"),
        /** The other side asked for one and got one. */
        PRESENTED(" (it asks for a client certificate, and was presented the configured one)");

        private final String words;

        ClientCertificate(String words) {
            this.words = words;
        }
    }

    private final Side side;

    @Nullable
    private final String alert;

    private final String why;
    private final boolean afterFinished;
    private final ClientCertificate clientCertificate;
    private final boolean proven;

    private HandshakeFailure(
            Side side,
            @Nullable String alert,
            String why,
            boolean afterFinished,
            ClientCertificate clientCertificate,
            boolean proven) {
        this.side = side;
        this.alert = alert;
        this.why = Sanitizer.clean(why);
        this.afterFinished = afterFinished;
        this.clientCertificate = clientCertificate;
        this.proven = proven;
    }

    /** Returns a failure without alert: a time-out, a connection that broke, something else than TLS. */
    public static HandshakeFailure broken(String why) {
        return new HandshakeFailure(Side.PEER, null, why, false, ClientCertificate.NOT_REQUESTED, false);
    }

    /** Returns the failure that the peer reported by {@code alert}, named as in RFC 8446: {@code unknown_ca}. */
    public static HandshakeFailure alert(String alert, String why) {
        return new HandshakeFailure(
                Side.PEER, Sanitizer.clean(alert), why, false, ClientCertificate.NOT_REQUESTED, false);
    }

    /** Returns the failure that this side found, and reported by {@code alert} where that is known. */
    public static HandshakeFailure ours(Optional<String> alert, String why) {
        return new HandshakeFailure(Side.OURS, alert.orElse(null), why, false, ClientCertificate.NOT_REQUESTED, false);
    }

    /** Returns this failure as one that no other full handshake would avoid: no common version or suite. */
    public HandshakeFailure proven() {
        return new HandshakeFailure(side, alert, why, afterFinished, clientCertificate, true);
    }

    /** Returns this failure as one after both Finished messages, where TLS 1.3 refuses client certificates. */
    public HandshakeFailure afterFinished() {
        return new HandshakeFailure(side, alert, why, true, clientCertificate, false);
    }

    /**
     * Returns this failure with the part that a client certificate had in it. Where one was requested, version and
     * suite were agreed on already, so that nothing is proven.
     */
    public HandshakeFailure with(ClientCertificate part) {
        boolean stillProven = proven && part == ClientCertificate.NOT_REQUESTED;
        return new HandshakeFailure(side, alert, why, afterFinished, part, stillProven);
    }

    /** Returns which side ended the handshake. */
    public Side side() {
        return side;
    }

    /** Returns the alert, as RFC 8446 names it; empty when there was none. */
    public Optional<String> alert() {
        return Optional.ofNullable(alert);
    }

    /** Tells whether both Finished messages had been exchanged. */
    public boolean isAfterFinished() {
        return afterFinished;
    }

    /** Returns what part a client certificate had in it. */
    public ClientCertificate clientCertificate() {
        return clientCertificate;
    }

    /** Tells whether no other attempt would end otherwise. */
    public boolean isProven() {
        return proven;
    }

    /** Returns what happened, in words: {@code the peer's alert certificate_required, after the handshake}. */
    public String describe() {
        return what() + (afterFinished ? ", after the handshake" : "") + clientCertificate.words;
    }

    private String what() {
        return alert == null || side == Side.OURS ? why : "the peer's alert " + alert;
    }

    @Override
    public String toString() {
        return describe();
    }
}
