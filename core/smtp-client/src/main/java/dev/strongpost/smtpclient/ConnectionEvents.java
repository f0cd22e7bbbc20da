// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

/**
 * What happens to connections, reported as it happens to metrics. Every method does nothing by default. They are called
 * from event loops and workers at once: an implementation is thread-safe, does not block and does not throw.
 */
public interface ConnectionEvents {
    /** Listens to nothing. */
    ConnectionEvents NONE = new ConnectionEvents() {};

    /**
     * A TLS handshake has succeeded.
     *
     * @param resumed whether it resumed an earlier session
     * @param nanos from the first byte of it to its end, in nanoseconds
     */
    default void handshake(boolean resumed, long nanos) {}

    /** A TLS handshake has failed, whether or not a rule requires it. */
    default void handshakeFailed() {}

    /** A new connection is open, past EHLO and, where it was used, STARTTLS. */
    default void connectionOpened() {}

    /** A pooled connection was lent again. */
    default void connectionReused() {}

    /** A connection of {@link #connectionOpened} was given up. */
    default void connectionClosed() {}
}
