// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import dev.strongpost.certificates.peer.PeerIdentity;

/** A TLS session as negotiated: version, cipher suite and who the other side is. Immutable. */
public final class TlsSession {
    private final TlsProtocol protocol;
    private final String suite;
    private final int secretBits;
    private final PeerIdentity peer;
    private final boolean resumed;

    private TlsSession(TlsProtocol protocol, String suite, PeerIdentity peer, boolean resumed) {
        this.protocol = protocol;
        this.suite = suite;
        this.secretBits = CipherStrength.secretBits(suite);
        this.peer = peer;
        this.resumed = resumed;
    }

    /** Returns the session that a full handshake gave, of that version and suite (JSSE's name for it). */
    public static TlsSession of(TlsProtocol protocol, String suite, PeerIdentity peer) {
        return new TlsSession(protocol, suite, peer, false);
    }

    /** Returns this session as one that a later handshake took up again (RFC 8446 section 2.2, RFC 5077). */
    public TlsSession resumed() {
        return new TlsSession(protocol, suite, peer, true);
    }

    /** Returns this session with another view of its peer, for instance one that knows the next hop of another mail. */
    public TlsSession withPeer(PeerIdentity other) {
        return new TlsSession(protocol, suite, other, resumed);
    }

    /** Tells whether it was resumed, so that {@link #peer} is what the peer showed at an earlier time. */
    public boolean isResumed() {
        return resumed;
    }

    /** Returns the negotiated version. */
    public TlsProtocol protocol() {
        return protocol;
    }

    /** Returns the negotiated suite in JSSE's spelling: {@code TLS_AES_256_GCM_SHA384}. */
    public String suite() {
        return suite;
    }

    /** Returns the secret bits of the suite, see {@link CipherStrength}. */
    public int secretBits() {
        return secretBits;
    }

    /** Returns what the peer proved about itself. */
    public PeerIdentity peer() {
        return peer;
    }

    String describe() {
        return protocol.word() + " " + suite + " " + secretBits + " bits" + (resumed ? ", resumed" : "");
    }

    @Override
    public String toString() {
        return describe() + ", " + peer;
    }
}
