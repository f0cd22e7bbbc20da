// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

/**
 * Leaves a conversation from wherever it is. Not an error: a client quit, or a fault on demand ended the connection.
 */
final class ConnectionEnded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConnectionEnded() {
        super(null, null, false, false);
    }
}
