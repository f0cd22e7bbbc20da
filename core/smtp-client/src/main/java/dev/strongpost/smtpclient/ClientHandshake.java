// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import javax.net.ssl.SSLEngine;

import dev.strongpost.policy.decision.HandshakeFailure;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.smtpclient.TlsClientEngines.ClientEngine;

/** One TLS handshake with a host: its engine, the session that it may resume, and what its failure means. */
final class ClientHandshake {
    private final ClientEngine engine;
    private final ResumptionSlots.Slot session;
    private boolean timedOut;

    ClientHandshake(ClientEngine engine, ResumptionSlots.Slot session) {
        this.engine = engine;
        this.session = session;
    }

    /** Returns the engine. */
    SSLEngine engine() {
        return engine.engine();
    }

    /** Notes that it succeeded. */
    void succeeded() {
        session.succeeded();
    }

    /**
     * Tells whether a full handshake is to be made in its place: it may have offered to resume a session, and failed for
     * that. Not when the peer was silent; it would be for as long again.
     */
    boolean isToBeRepeated() {
        return session.mayResume() && !timedOut;
    }

    /** Returns the evidence of this handshake, which ended with {@code failure}. */
    TlsEvidence failed(Throwable failure) {
        timedOut = HandshakeErrors.isTimeout(failure);
        return HandshakeErrors.isOwnFault(failure)
                ? TlsEvidence.ownFault(ErrorDescriptions.describe(failure))
                : TlsEvidence.handshakeFailed(HandshakeErrors.read(failure).with(engine.clientCertificate()));
    }

    /** Returns the evidence of this handshake, which was complete before the peer ended it with {@code failure}. */
    TlsEvidence failedAfterFinished(Throwable failure) {
        HandshakeFailure how = HandshakeErrors.read(failure).with(engine.clientCertificate());
        return TlsEvidence.handshakeFailed(how.afterFinished());
    }
}
