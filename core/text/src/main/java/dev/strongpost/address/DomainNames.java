// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.address;

import java.net.IDN;
import java.util.Locale;

import com.google.common.base.Ascii;

import dev.strongpost.text.InvalidValueException;

/**
 * The one spelling of a domain that rules and recipients are compared in: lower case, A-labels (RFC 5890), no trailing
 * dot, address literals as {@link AddressLiterals}.
 */
public final class DomainNames {
    /** Means "no domain": no rule for a domain matches it. */
    public static final String NONE = "";

    // RFC 1035 section 2.3.4, RFC 1123 section 2.1; 253 characters are 255 octets on the wire.
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_INPUT = 1024;

    /** Whether a character of ASCII may stand in a label. */
    private static final boolean[] LABEL_CHARACTERS = labelCharacters();

    private DomainNames() {}

    private static boolean[] labelCharacters() {
        boolean[] characters = new boolean[0x80];
        for (char c = 0; c < characters.length; c++) {
            characters[c] = isLabelCharacter(c);
        }
        return characters;
    }

    /**
     * Returns the canonical form of a recipient's domain, {@link #NONE} when it is not one. Underscores are let
     * through, and hyphens anywhere, and letters that IDNA 2003 and 2008 read differently: a sub-domain that is odd is
     * still a sub-domain, and falls under its parent's rule.
     */
    public static String canonical(String domain) {
        String name = comparable(domain);
        return AddressLiterals.isLiteral(name) ? name : Ascii.toLowerCase(name);
    }

    /**
     * Returns the canonical form but for the case of letters. Returns {@code domain} itself, allocating nothing, when
     * it consists of labels of ASCII and has no trailing dot.
     */
    public static String comparable(String domain) {
        if (domain.length() <= LONGEST_NAME && isPlain(domain)) {
            return domain;
        }
        return domain.length() <= LONGEST_INPUT ? normalise(domain) : NONE;
    }

    /**
     * Returns the canonical form of a domain name that a rule is written for.
     *
     * @throws InvalidValueException when it is not a domain name as RFC 1035 section 2.3.1 and RFC 1123 section 2.1
     *     have it, or has no A-labels that all agree on
     */
    public static String parse(String text) throws InvalidValueException {
        if (text.length() <= LONGEST_INPUT && ALabels.of(text).isEmpty()) {
            throw new InvalidValueException(ALabels.WRITE_THEM);
        }
        String name = canonical(text);
        if (name.equals(NONE) || AddressLiterals.isLiteral(name) || hasBadHyphen(name) || isNumeric(lastLabel(name))) {
            throw new InvalidValueException("a domain name: labels of 1 to 63 letters, digits and inner hyphens,"
                    + " 253 characters in all, the last label not a number; an address goes in brackets");
        }
        return name;
    }

    private static String normalise(String domain) {
        String literal = AddressLiterals.canonical(domain);
        if (!literal.equals(AddressLiterals.NONE)) {
            return literal;
        }
        String ascii = toAscii(domain).toLowerCase(Locale.ROOT);
        String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        return name.length() <= LONGEST_NAME && isPlain(name) ? name : NONE;
    }

    private static String toAscii(String domain) {
        if (domain.chars().allMatch(c -> c < 0x80)) {
            return domain;
        }
        try {
            return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return NONE; // a label too long or empty, or a character that IDNA prohibits
        }
    }

    /** Tells whether {@code name} is canonical but for case. Looks at each character once. */
    private static boolean isPlain(String name) {
        int label = 0; // where the current label begins
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.') {
                if (!isLabelLength(i - label)) {
                    return false;
                }
                label = i + 1;
            } else if (c >= LABEL_CHARACTERS.length || !LABEL_CHARACTERS[c]) {
                return false;
            }
        }
        // A last label of digits may be an IPv4 address without its brackets.
        return isLabelLength(name.length() - label) && !isBareAddress(name);
    }

    private static boolean isLabelLength(int length) {
        return length > 0 && length <= LONGEST_LABEL;
    }

    private static boolean isBareAddress(String name) {
        return isDigit(name.charAt(0))
                && isDigit(name.charAt(name.length() - 1))
                && !AddressLiterals.canonical(name).equals(AddressLiterals.NONE);
    }

    private static boolean isLabelCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '-' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean hasBadHyphen(String name) {
        return name.startsWith("-") || name.endsWith("-") || name.contains(".-") || name.contains("-.");
    }

    private static String lastLabel(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static boolean isNumeric(String label) {
        return label.chars().allMatch(c -> isDigit((char) c));
    }
}
