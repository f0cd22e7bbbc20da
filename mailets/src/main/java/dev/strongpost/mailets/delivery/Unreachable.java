package dev.strongpost.mailets.delivery;

import java.io.IOException;

import javax.annotation.Nullable;

/** A host that cannot take mail at this time: no connection, or no proper greeting. Another host may, or this one later. */
final class Unreachable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
