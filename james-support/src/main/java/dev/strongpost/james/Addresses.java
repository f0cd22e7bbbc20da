// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import org.apache.james.core.MailAddress;

import dev.strongpost.address.AddressLiterals;

/** Mail addresses of James in the form of the wire. */
public final class Addresses {
    private Addresses() {}

    /** Returns {@code address} with the brackets of an address literal (RFC 5321 section 4.1.3), which James drops. */
    public static String asString(MailAddress address) {
        String literal = AddressLiterals.canonical(address.getDomain().asString());
        return AddressLiterals.isLiteral(literal) ? address.getLocalPart() + "@" + literal : address.asString();
    }
}
