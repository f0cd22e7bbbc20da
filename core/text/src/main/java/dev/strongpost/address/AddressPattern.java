// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.address;

import dev.strongpost.text.InvalidValueException;
import dev.strongpost.text.Sanitizer;

/** The first word of a rule, whom it is for, in the one spelling that rules are indexed and shown by. */
public final class AddressPattern {
    /** The rule for everyone. */
    public static final String EVERYONE = "*";

    private static final String FORMS =
            "partner.example, .partner.example, =partner.example, user@partner.example, user@, "
                    + "[192.0.2.7], [IPv6:2001:db8::1] or *";

    private static final int SHOWN = 60;
    private static final char NO_BREAK_SPACE = '\u00a0';

    private AddressPattern() {}

    /**
     * Returns the canonical spelling of {@code text}.
     *
     * @throws InvalidValueException when it is none of the forms, or the name in it is no name
     */
    public static String parse(String text) throws InvalidValueException {
        requireNoUsualMistake(text);
        try {
            return text.equals(EVERYONE) ? EVERYONE : parseName(text);
        } catch (InvalidValueException e) {
            throw new InvalidValueException(FORMS + "; in it " + e.allowed());
        }
    }

    /** What people write who know other tables, or copy from web pages, has an answer of its own. */
    private static void requireNoUsualMistake(String text) throws InvalidValueException {
        if (text.startsWith("*.")) {
            String rest = Sanitizer.visible(text.substring(2), SHOWN);
            throw new InvalidValueException(
                    rest + ", which covers its sub-domains too, or ." + rest + " for these alone");
        }
        if (text.startsWith("@") && text.length() > 1) {
            String domain = Sanitizer.visible(text.substring(1), SHOWN);
            throw new InvalidValueException(
                    domain + " without the @, which covers its sub-domains too, or =" + domain + " for it alone");
        }
        if (text.indexOf(NO_BREAK_SPACE) >= 0) {
            throw new InvalidValueException("an ordinary blank where there is a no-break space (U+00A0)");
        }
    }

    /** Tells whether {@code who} is {@code .x}: a quoted local part may begin with a dot too. */
    public static boolean isSubDomainsOnly(String who) {
        return who.charAt(0) == '.' && who.indexOf('@') < 0;
    }

    /**
     * Returns where in {@code who} begins what it is looked up by: behind the dot of {@code .x}, with which {@code x}
     * may not exist.
     */
    public static int keyStart(String who) {
        return isSubDomainsOnly(who) ? 1 : 0;
    }

    private static String parseName(String text) throws InvalidValueException {
        int at = text.lastIndexOf('@');
        if (at >= 0 && !endsInsideQuotes(text, at)) {
            return LocalParts.parse(text.substring(0, at)) + "@" + parseAddressDomain(text.substring(at + 1));
        }
        return parseDomain(text);
    }

    private static boolean endsInsideQuotes(String text, int at) {
        return text.indexOf('"', at) >= 0;
    }

    private static String parseAddressDomain(String text) throws InvalidValueException {
        return text.isEmpty() ? "" : parseDomainOrLiteral(text);
    }

    private static String parseDomain(String text) throws InvalidValueException {
        if (text.startsWith(".") || text.startsWith("=")) {
            return text.charAt(0) + DomainNames.parse(text.substring(1));
        }
        return parseDomainOrLiteral(text);
    }

    private static String parseDomainOrLiteral(String text) throws InvalidValueException {
        return text.startsWith("[") ? parseLiteral(text) : DomainNames.parse(text);
    }

    private static String parseLiteral(String text) throws InvalidValueException {
        String literal = text.endsWith("]") ? AddressLiterals.canonical(text) : AddressLiterals.NONE;
        if (literal.equals(AddressLiterals.NONE)) {
            throw new InvalidValueException("an address literal such as [192.0.2.7] or [IPv6:2001:db8::1]");
        }
        return literal;
    }
}
