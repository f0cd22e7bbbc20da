package dev.strongpost.policy;

import java.net.IDN;
import java.util.Locale;

/**
 * The one spelling of a domain that rules and recipients are compared in: lower case, A-labels (RFC 5890), no trailing dot,
 * address literals as {@link AddressLiterals}.
 */
final class DomainNames {
    /** Stands for "no domain": no rule for a domain matches it. */
    static final String NONE = "";

    // RFC 1035 section 2.3.4, RFC 1123 section 2.1; 253 characters are 255 octets on the wire.
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_INPUT = 1024;

    private DomainNames() {}

    /**
     * Returns the canonical form of a recipient's domain, {@link #NONE} when it is not one. Returns {@code domain} itself,
     * allocating nothing, when it is canonical already. Underscores are let through, and hyphens anywhere: a sub-domain that
     * is odd is still a sub-domain.
     */
    static String canonical(String domain) {
        if (domain.length() <= LONGEST_NAME && isPlain(domain)) {
            return domain;
        }
        return domain.length() <= LONGEST_INPUT ? normalise(domain) : NONE;
    }

    /**
     * Returns the canonical form of a domain name that a rule is written for.
     *
     * @throws InvalidValueException when it is not a domain name as RFC 1035 section 2.3.1 and RFC 1123 section 2.1 have it
     */
    static String parse(String text) throws InvalidValueException {
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

    /** Tells whether {@code name} is canonical as it stands. Looks at each character once. */
    private static boolean isPlain(String name) {
        int label = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean dot = c == '.';
            if (dot ? label == 0 : !isLabelCharacter(c)) {
                return false;
            }
            label = dot ? 0 : label + 1;
            if (label > LONGEST_LABEL) {
                return false;
            }
        }
        // A last label of digits may be an IPv4 address without its brackets.
        return label > 0 && !isBareAddress(name);
    }

    private static boolean isBareAddress(String name) {
        return isDigit(name.charAt(0))
                && isDigit(name.charAt(name.length() - 1))
                && !AddressLiterals.canonical(name).equals(AddressLiterals.NONE);
    }

    private static boolean isLabelCharacter(char c) {
        return (c >= 'a' && c <= 'z') || isDigit(c) || c == '-' || c == '_';
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
