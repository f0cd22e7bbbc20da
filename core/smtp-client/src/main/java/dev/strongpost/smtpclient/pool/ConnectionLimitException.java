// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.pool;

import java.io.IOException;

import dev.strongpost.smtpclient.Destination;

/** A host with more mail waiting for it than it takes, at a time when others need the room. No attempt was made. */
public final class ConnectionLimitException extends IOException {
    private static final long serialVersionUID = 1L;

    public ConnectionLimitException(Destination destination) {
        super(destination + " is slow, and other mail needs the room");
    }
}
