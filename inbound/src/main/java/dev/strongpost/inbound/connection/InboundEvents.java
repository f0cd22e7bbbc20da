// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import java.time.Duration;

import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsVerdict;

/** What the hooks tell the metrics. Calls come from the event loops of all listeners. */
public interface InboundEvents {
    /** A handshake was done, in that time. */
    void handshake(Duration took);

    /** A handshake came to nothing. */
    void handshakeFailed();

    /** A command was refused because it came in cleartext on a listener that requires TLS. */
    void refusedInClear();

    /** A client was sent away because it showed no certificate that the listener trusts. */
    void refusedWithoutCertificate();

    /** Bytes came behind STARTTLS that were not TLS. */
    void injected();

    /** A rule was decided about a sender or a recipient. */
    void judged(TlsVerdict verdict);

    /** The same by a rule that is only tried out, and mail was taken all the same. */
    void wouldHaveFailed(TlsFailure failure);

    /** A mail was taken over a connection that gave {@code evidence}. */
    void accepted(TlsEvidence evidence);
}
