// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Optional;

import javax.annotation.Nullable;

import dev.strongpost.text.Sanitizer;

/** A connection in cleartext, and why it is. */
public final class Cleartext {
    /** Why there is no TLS. */
    public enum Cause {
        /** The answer to EHLO does not list STARTTLS (RFC 3207 section 4), or the client does not ask for it. */
        NOT_OFFERED("no STARTTLS"),
        /** STARTTLS was answered with something other than 220. */
        REFUSED("STARTTLS refused"),
        /** STARTTLS was answered with 220 and the handshake came to nothing. */
        HANDSHAKE_FAILED("handshake failed"),
        /** TLS is switched off on this side. */
        SWITCHED_OFF("STARTTLS switched off here"),
        /** This side cannot do what the rule asks of it: an unusable client certificate, no suite to offer. */
        OWN_FAULT("a fault of this server");

        private final String words;

        Cause(String words) {
            this.words = words;
        }
    }

    private final Cause cause;

    @Nullable
    private final String detail;

    private final boolean isTransient;

    @Nullable
    private final HandshakeFailure handshake;

    private Cleartext(Cause cause, @Nullable String detail, boolean isTransient) {
        this(cause, detail, isTransient, null);
    }

    private Cleartext(Cause cause, @Nullable String detail, boolean isTransient, @Nullable HandshakeFailure handshake) {
        this.cause = cause;
        this.detail = detail;
        this.isTransient = isTransient;
        this.handshake = handshake;
    }

    static Cleartext notOffered() {
        return new Cleartext(Cause.NOT_OFFERED, null, false);
    }

    static Cleartext refused(String reply) {
        String clean = Sanitizer.clean(reply);
        // RFC 5321 section 4.2.1: a reply that begins with 4 is a transient negative completion.
        return new Cleartext(Cause.REFUSED, clean, clean.startsWith("4"));
    }

    static Cleartext handshakeFailed(HandshakeFailure failure) {
        return new Cleartext(Cause.HANDSHAKE_FAILED, failure.describe(), !failure.isProven(), failure);
    }

    static Cleartext switchedOff() {
        return new Cleartext(Cause.SWITCHED_OFF, null, false);
    }

    static Cleartext ownFault(String why) {
        return new Cleartext(Cause.OWN_FAULT, Sanitizer.clean(why), true);
    }

    /** Returns why the connection is in cleartext. */
    public Cause cause() {
        return cause;
    }

    /**
     * Returns the reply to STARTTLS, what became of the handshake, or the fault of this side, cleaned as {@link
     * Sanitizer}; empty for the other causes.
     */
    public Optional<String> detail() {
        return Optional.ofNullable(detail);
    }

    /** Returns how the handshake failed; empty for the other causes. */
    public Optional<HandshakeFailure> handshake() {
        return Optional.ofNullable(handshake);
    }

    /** Tells whether another attempt may well go otherwise: a 4xx reply, a handshake that timed out or broke off. */
    public boolean isTransient() {
        return isTransient;
    }

    String describe() {
        return detail().map(text -> cause.words + ": " + text).orElse(cause.words);
    }

    @Override
    public String toString() {
        return describe();
    }
}
