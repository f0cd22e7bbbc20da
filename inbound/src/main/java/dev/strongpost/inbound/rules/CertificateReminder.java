// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.rules;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.live.PolicyObserver;

/**
 * Tells in the log when rules ask for the certificates of clients on a listener that asks no client for one: a rule
 * that requires one then refuses everybody, and one for a name in it never applies.
 */
public final class CertificateReminder implements PolicyObserver {
    private static final Logger LOGGER = LoggerFactory.getLogger(CertificateReminder.class);

    @Override
    public void reloaded(PolicyTable table, Duration took) {
        look(table);
    }

    /** Looks at a table that is active from now on. */
    public void look(PolicyTable table) {
        if (table.inbound().asksForCertificates()) {
            LOGGER.warn("rules ask for the certificates of clients, and a listener with clientCertificate none asks for"
                    + " none: see clientCertificate in its handler InboundTls");
        }
    }
}
