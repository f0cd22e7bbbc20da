// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import javax.annotation.Nullable;
import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStrictStyle;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.text.InvalidValueException;

/**
 * The name of a subject or an issuer that a rule asks for, written as in RFC 4514: {@code CN=Partner CA,O=Partner
 * Ltd,C=DE}, the most specific part first. Two are the same when they have the same parts in the same order, whatever
 * the case, the blanks and the kinds of string (RFC 5280 section 7.1). Immutable.
 */
public final class DistinguishedName {
    private static final String ALLOWED = "a distinguished name as in RFC 4514, the most specific part first, such as"
            + " \"CN=Partner CA,O=Partner Ltd,C=DE\"";

    /** Short names that OpenSSL prints, beside those that the JDK knows. */
    private static final ImmutableMap<String, String> KEYWORDS =
            ImmutableMap.of("E", "1.2.840.113549.1.9.1", "GN", "2.5.4.42");

    private static final int MOST_PARTS = 50;

    private final X500Name name;
    private final String text;

    private DistinguishedName(X500Name name, String text) {
        this.name = name;
        this.text = text;
    }

    /**
     * Returns the name that {@code text} writes. Types are those of RFC 4514 and RFC 5280 by their names
     * ({@code CN}, {@code OU}, {@code emailAddress}), and any by its object identifier; {@code SN} is none, since some
     * mean a surname by it, and others a serial number.
     *
     * @throws InvalidValueException when it is none; or begins with a slash, as openssl and Sendmail write names
     */
    public static DistinguishedName parse(String text) throws InvalidValueException {
        if (text.startsWith("/")) {
            throw new InvalidValueException(ALLOWED + ", without slashes");
        }
        if (CharMatcher.is('=').countIn(text) > MOST_PARTS) {
            throw new InvalidValueException(ALLOWED + ", of at most " + MOST_PARTS + " parts");
        }
        try {
            return new DistinguishedName(of(new X500Principal(text, KEYWORDS)), text);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new InvalidValueException(ALLOWED);
        }
    }

    private static X500Name of(X500Principal principal) {
        X500Name name = X500Name.getInstance(BCStrictStyle.INSTANCE, principal.getEncoded());
        if (name.getRDNs().length == 0) {
            throw new IllegalArgumentException("an empty name");
        }
        return name;
    }

    /**
     * Returns the text of a subject or an issuer, made fit for headers and logs and losing nothing, since whoever wrote
     * the certificate may have put line ends and invisible characters into it: {@code
     * CN=mx.partner.example,O=Partner,C=DE}, the most specific part first, in one line. Characters that
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

    /** Tells whether that is the name of {@code other}, a subject or an issuer of a certificate. */
    public boolean is(X500Principal other) {
        // The JDK compares strings of some kinds octet by octet.
        return name.equals(X500Name.getInstance(BCStrictStyle.INSTANCE, other.getEncoded()));
    }

    /** Two are equal when they are the same name, however written. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DistinguishedName && name.equals(((DistinguishedName) other).name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Returns the name as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
