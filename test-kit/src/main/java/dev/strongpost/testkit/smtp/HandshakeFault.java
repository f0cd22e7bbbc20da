// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

/** What a receiver does after its 220 to STARTTLS in place of, or besides, the TLS handshake. */
public enum HandshakeFault {
    /** Nothing: the handshake takes place. */
    NONE,
    /** Bytes that are no TLS record. */
    GARBAGE,
    /** The connection ends right behind the 220. */
    CUT_AT_ONCE,
    /** The connection ends once the ClientHello is here, so in the middle of the handshake. */
    CUT_AFTER_CLIENT_HELLO,
    /** The ClientHello is never answered. */
    STALL,
    /** Clear text rides behind the 220 in the same TCP segment; then the handshake takes place (CVE-2021-38371). */
    INJECT_IN_SAME_SEGMENT,
    /** Clear text comes in a segment of its own once the client has begun the handshake, which then goes on. */
    INJECT_IN_NEXT_SEGMENT
}
