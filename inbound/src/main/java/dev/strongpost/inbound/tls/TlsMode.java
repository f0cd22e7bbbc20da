// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.util.Locale;

/** What a listener does about TLS: the parameter {@code tls}. The words are Kaspersky Secure Mail Gateway's. */
public enum TlsMode {
    /** STARTTLS is not offered. */
    NONE,
    /** STARTTLS is offered; mail is taken with it or without. */
    ACCEPT,
    /** STARTTLS is offered; no mail without it (RFC 3207 section 4). */
    REQUIRE,
    /** TLS from the first byte, as on port 465 (RFC 8314 section 3.3). */
    IMPLICIT;

    /** Returns the word for it: {@code require}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Tells whether STARTTLS is offered. */
    public boolean offersStartTls() {
        return this == ACCEPT || this == REQUIRE;
    }

    /** Tells whether no mail is taken in cleartext. */
    public boolean requiresTls() {
        return this == REQUIRE || this == IMPLICIT;
    }
}
