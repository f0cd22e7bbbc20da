// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.rules;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.policy.PolicyTable;

/**
 * Tells in the log when rules ask for the certificates of clients on a listener that asks no client for one: a rule
 * that requires one then refuses every client, and one for a name in it never applies.
 */
public final class CertificateReminder {
    private static final Logger LOGGER = LoggerFactory.getLogger(CertificateReminder.class);

    /** Looks at a table that is active from now on. */
    public void look(PolicyTable table) {
        if (table.inbound().asksForCertificates()) {
            LOGGER.warn("rules ask for the certificates of clients, and a listener with clientCertificate none asks for"
                    + " none: see clientCertificate in its handler InboundTls");
        }
    }
}
