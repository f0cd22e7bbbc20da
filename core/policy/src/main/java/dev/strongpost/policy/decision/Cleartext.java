// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Optional;

import javax.annotation.Nullable;

import dev.strongpost.text.Sanitizer;

/** A connection that stayed in clear text, and why. */
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
        SWITCHED_OFF("STARTTLS switched off here");

        private final String words;

        Cause(String words) {
            this.words = words;
        }
    }

    private final Cause cause;

    @Nullable
    private final String detail;

    private final boolean isTransient;

    private Cleartext(Cause cause, @Nullable String detail, boolean isTransient) {
        this.cause = cause;
        this.detail = detail;
        this.isTransient = isTransient;
    }

    static Cleartext notOffered() {
        return new Cleartext(Cause.NOT_OFFERED, null, false);
    }

    static Cleartext refused(String reply) {
        String clean = Sanitizer.clean(reply);
        // RFC 5321 section 4.2.1: a reply that begins with 4 is a transient negative completion.
        return new Cleartext(Cause.REFUSED, clean, clean.startsWith("4"));
    }

    static Cleartext handshakeFailed(String why, boolean proven) {
        return new Cleartext(Cause.HANDSHAKE_FAILED, Sanitizer.clean(why), !proven);
    }

    static Cleartext switchedOff() {
        return new Cleartext(Cause.SWITCHED_OFF, null, false);
    }

    /** Returns why the connection is in clear text. */
    public Cause cause() {
        return cause;
    }

    /**
     * Returns the reply to STARTTLS, or what became of the handshake, cleaned as {@link Sanitizer}; empty for the other
     * causes.
     */
    public Optional<String> detail() {
        return Optional.ofNullable(detail);
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
