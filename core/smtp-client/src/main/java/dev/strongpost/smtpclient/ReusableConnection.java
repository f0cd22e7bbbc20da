// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.util.concurrent.CompletableFuture;

/** What a {@link dev.strongpost.smtpclient.pool.ConnectionPool} has to know of a connection, and does with it. */
public interface ReusableConnection {
    /** Returns the host at the other end. */
    Destination destination();

    /** Returns how this connection was opened. */
    TlsProfile profile();

    /** Tells whether commands can be sent, as far as it is known. */
    boolean isOpen();

    /** Tells whether a mail has used this connection. */
    boolean isUsed();

    /** Tells whether this connection has taken as many mails as one may. */
    boolean isSpent();

    /** Tells whether the peer holds an envelope for which no message came. */
    boolean needsReset();

    /** Takes the peer back to its initial state (RFC 5321 section 4.1.1.5); fails when it does not agree. */
    CompletableFuture<Void> reset();

    /** Closes, politely where that is possible. Does not wait and does not fail. */
    void quit();
}
