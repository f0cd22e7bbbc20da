// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.time.Instant;

import javax.net.ssl.SSLSession;

/**
 * Tells a resumed TLS session from a new one. JSSE does not say it; but a session that it resumes keeps the time at
 * which it was first created, in TLS 1.2 as in the copy that TLS 1.3 makes of it.
 *
 * <p>That time has a resolution of one millisecond and comes from the clock of the machine: a session resumed in the
 * millisecond of its creation, or after the clock was set back, counts as new.
 */
public final class Resumption {
    private Resumption() {}

    /** Tells whether {@code session}, whose handshake began at {@code began}, is older than that handshake. */
    static boolean isResumed(SSLSession session, Instant began) {
        return session.getCreationTime() < began.toEpochMilli();
    }
}
