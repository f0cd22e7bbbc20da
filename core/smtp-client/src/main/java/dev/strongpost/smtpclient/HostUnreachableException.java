package dev.strongpost.smtpclient;

import java.io.IOException;

import javax.annotation.Nullable;

/**
 * A host that cannot take mail at this time: no connection, or no proper greeting. Another host may, or this one later.
 */
public final class HostUnreachableException extends IOException {
    private static final long serialVersionUID = 1L;
    private final boolean afterHandshake;

    public HostUnreachableException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    public HostUnreachableException(String message, @Nullable Throwable cause, boolean afterHandshake) {
        super(message, cause);
        this.afterHandshake = afterHandshake;
    }

    /** Tells whether it happened past the TLS handshake, so that it need not befall a connection opened otherwise. */
    public boolean isAfterHandshake() {
        return afterHandshake;
    }
}
