// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.util.Locale;

/** What a listener does about the certificates of its clients: the parameter {@code clientCertificate}. */
public enum ClientCertificateMode {
    /** None is asked for. */
    NONE,
    /** One is asked for; mail is taken whatever comes, and what came is recorded. */
    REQUEST,
    /** No mail without one that leads to the listener's trust anchors. */
    REQUIRE;

    /** Returns the word for it: {@code request}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Tells whether clients are asked. */
    public boolean asks() {
        return this != NONE;
    }
}
