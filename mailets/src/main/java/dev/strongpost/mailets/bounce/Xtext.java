// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import org.apache.mailet.DsnParameters.XText;

/** The encoding of DSN parameters on the SMTP line, RFC 3461 section 4. */
final class Xtext {
    private Xtext() {}

    /** Returns what {@code encoded} encodes; text that is no xtext is returned as it is. */
    static String decode(String encoded) {
        return XText.isValid(encoded) ? XText.decode(encoded) : encoded;
    }
}
