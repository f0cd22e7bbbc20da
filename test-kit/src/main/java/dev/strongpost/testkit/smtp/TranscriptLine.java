// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.time.Instant;

/**
 * One line of a conversation.
 *
 * @param speaker who said it
 * @param tls whether it crossed the wire inside a TLS session
 * @param time when it had been read, or was about to be written
 * @param text the line without its end; for message content, its size alone
 */
public record TranscriptLine(Speaker speaker, boolean tls, Instant time, String text) {
    /** Whose line it is. */
    public enum Speaker {
        /** The client. */
        CLIENT("C:"),
        /** The receiver. */
        SERVER("S:"),
        /** None: an event that the receiver noted, such as a handshake that failed. */
        NOTE("--");

        private final String mark;

        Speaker(String mark) {
            this.mark = mark;
        }
    }

    @Override
    public String toString() {
        return (tls ? "TLS   " : "clear ") + speaker.mark + " " + text;
    }
}
