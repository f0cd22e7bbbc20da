// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import javax.security.auth.x500.X500Principal;

/**
 * The text of a subject or an issuer (RFC 2253, RFC 4514), made fit for headers and logs and losing nothing: whoever
 * wrote the certificate may have put line ends and invisible characters into it.
 */
public final class DistinguishedName {
    private DistinguishedName() {}

    /**
     * Returns {@code CN=mx.partner.example,O=Partner,C=DE}, the most specific part first, in one line. Characters that
     * are not to be seen are written as RFC 4514 section 2.4 allows for any: their octets of UTF-8 in hexadecimal, each
     * behind a backslash.
     */
    public static String text(X500Principal name) {
        String text = name.getName(X500Principal.RFC2253);
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isVisible(c)) {
                visible.appendCodePoint(c);
            } else {
                appendOctets(visible, c);
            }
        });
        return visible.toString();
    }

    private static boolean isVisible(int c) {
        return c < 0x80 ? c >= ' ' && c != 0x7F : Character.isLetterOrDigit(c);
    }

    private static void appendOctets(StringBuilder text, int c) {
        for (byte octet : new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8)) {
            text.append(String.format(Locale.ROOT, "\\%02X", octet));
        }
    }
}
