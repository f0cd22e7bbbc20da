// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import dev.strongpost.policy.decision.TlsVerdict;
import dev.strongpost.smtpclient.SmtpConnection;

/** A connection and the verdict on it under one requirement. Immutable. */
final class JudgedConnection {
    private final SmtpConnection connection;
    private final TlsVerdict verdict;

    JudgedConnection(SmtpConnection connection, TlsVerdict verdict) {
        this.connection = connection;
        this.verdict = verdict;
    }

    /** Returns the connection, to be given back to the pool. */
    SmtpConnection connection() {
        return connection;
    }

    /** Returns the verdict. */
    TlsVerdict verdict() {
        return verdict;
    }
}
