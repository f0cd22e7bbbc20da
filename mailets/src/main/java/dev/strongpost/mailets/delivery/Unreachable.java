package dev.strongpost.mailets.delivery;

import java.io.IOException;

import javax.annotation.Nullable;

/** A host that cannot take mail at this time: no connection, or no proper greeting. Another host may, or this one later. */
final class Unreachable extends IOException {
    private static final long serialVersionUID = 1L;
    private final boolean afterHandshake;

    Unreachable(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    Unreachable(String message, @Nullable Throwable cause, boolean afterHandshake) {
        super(message, cause);
        this.afterHandshake = afterHandshake;
    }

    /** Tells whether it happened past the TLS handshake, so that it need not befall a connection opened otherwise. */
    boolean isAfterHandshake() {
        return afterHandshake;
    }
}
