// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.io.IOException;
import java.util.Optional;

import javax.annotation.Nullable;

import dev.strongpost.smtpclient.protocol.SmtpReply;

/**
 * A host that cannot take mail at this time: no connection, or no proper greeting. Another host may, or this one later.
 */
public final class HostUnreachableException extends IOException {
    private static final long serialVersionUID = 1L;
    private final boolean afterHandshake;
    private final transient Optional<SmtpReply> reply;

    public HostUnreachableException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    /** Takes whether it happened past the TLS handshake. */
    public HostUnreachableException(String message, @Nullable Throwable cause, boolean afterHandshake) {
        this(message, cause, afterHandshake, Optional.empty());
    }

    private HostUnreachableException(
            String message, @Nullable Throwable cause, boolean afterHandshake, Optional<SmtpReply> reply) {
        super(message, cause);
        this.afterHandshake = afterHandshake;
        this.reply = reply;
    }

    /** Returns the exception for a step of the session that failed with {@code cause}. */
    static HostUnreachableException at(String step, Throwable cause, boolean afterHandshake) {
        return new HostUnreachableException(
                step + ": " + ErrorDescriptions.describe(cause), cause, afterHandshake, Optional.empty());
    }

    /** Returns the exception for a host that does not want us, by its {@code reply} to the connection or to EHLO. */
    static HostUnreachableException refused(Destination host, SmtpReply reply, boolean afterHandshake) {
        return new HostUnreachableException(host + " said: " + reply, null, afterHandshake, Optional.of(reply));
    }

    /** Returns what the host said, when it is that which makes it unreachable. */
    public Optional<SmtpReply> reply() {
        return reply;
    }

    /** Tells whether it happened past the TLS handshake, so that it need not befall a connection opened otherwise. */
    public boolean isAfterHandshake() {
        return afterHandshake;
    }
}
