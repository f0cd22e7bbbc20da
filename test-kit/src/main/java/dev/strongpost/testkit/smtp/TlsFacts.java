// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The TLS session of a connection as the receiver saw it.
 *
 * @param protocol JSSE's name, such as {@code TLSv1.3}
 * @param suite JSSE's name of the cipher suite
 * @param resumed whether the session was made in an earlier connection
 * @param clientCertificate what the client presented and the receiver trusted
 */
public record TlsFacts(String protocol, String suite, boolean resumed, Optional<X509Certificate> clientCertificate) {
    /** Reads the facts off a session whose handshake began at {@code handshakeStart}. */
    static TlsFacts of(SSLSession session, Instant handshakeStart) {
        boolean resumed = session.getCreationTime() < handshakeStart.toEpochMilli();
        return new TlsFacts(session.getProtocol(), session.getCipherSuite(), resumed, peerOf(session));
    }

    private static Optional<X509Certificate> peerOf(SSLSession session) {
        try {
            return Optional.of((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the secret bits of the suite, told from its name apart from the product's own reckoning so that the one
     * checks the other: 0, 40, 56, 112, 128 or 256.
     *
     * @throws IllegalStateException for a suite that no test uses
     */
    public int bits() {
        if (suite.contains("_NULL_")) {
            return 0;
        }
        if (suite.contains("_EXPORT_")) {
            return 40;
        }
        if (suite.contains("_3DES_")) {
            return 112;
        }
        if (suite.contains("_DES_")) {
            return 56;
        }
        if (suite.contains("_256_") || suite.contains("CHACHA20")) {
            return 256;
        }
        if (suite.contains("_128_")) {
            return 128;
        }
        throw new IllegalStateException("Strength of " + suite + " unknown");
    }

    @Override
    public String toString() {
        return protocol + " " + suite + (resumed ? " resumed" : "");
    }
}
