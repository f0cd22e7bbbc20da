// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.peer;

import java.util.Locale;

/**
 * What the extended key usage of a client's certificate has to allow (RFC 5280 section 4.2.1.12). Public authorities
 * have stopped to issue certificates that allow client authentication; a mail server that presents the one it has as a
 * server can then be identified only if that counts. Postfix 3.12 has {@code tls_trust_server_ccerts} for it.
 */
public enum ClientCertificateUsage {
    /** Client authentication, or nothing is said. */
    CLIENT,
    /** Client or server authentication, or nothing is said. */
    ANY;

    /** Returns the word for it: {@code client}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
