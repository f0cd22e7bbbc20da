// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.util.Locale;

/** Which name the certificate has to bear that {@link ClientCertificateMode#REQUIRE} requires. */
public enum ClientCertificateMatch {
    /** Any. */
    ANY,
    /** A verified name of the client's host, or the name that it gave in EHLO. */
    HOSTNAME;

    /** Returns the word for it: {@code hostname}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
