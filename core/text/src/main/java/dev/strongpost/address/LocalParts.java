// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.address;

import java.text.Normalizer;
import java.util.Locale;

import com.google.common.base.Ascii;

import dev.strongpost.text.InvalidValueException;

/**
 * The one spelling of a local part that rules and recipients are compared in: lower case, without quotes and
 * backslashes. RFC 5321 section 4.1.2: {@code "vip"} and {@code vip} are the same mailbox, so quoting must not lead
 * around a rule.
 */
public final class LocalParts {
    private static final int LONGEST = 64; // RFC 5321 section 4.5.3.1.1
    private static final String SPECIALS = "()<>[]:;@\\,\"";

    private LocalParts() {}

    /** Returns the canonical form. */
    public static String canonical(String local) {
        return Ascii.toLowerCase(comparable(local));
    }

    /**
     * Returns the canonical form but for the case of ASCII letters. Returns {@code local} itself, allocating nothing,
     * unless it has quotes, backslashes or other characters than ASCII.
     */
    public static String comparable(String local) {
        return isPlain(local) ? local : normalise(local);
    }

    /**
     * Returns the canonical form of a local part that a rule is written for, quoted or not.
     *
     * @throws InvalidValueException when it is not a local part as RFC 5321 section 4.1.2 has it
     */
    static String parse(String text) throws InvalidValueException {
        String local = canonical(text);
        if (local.isEmpty() || local.length() > LONGEST || !(isQuotedString(text) || isDotString(text))) {
            throw new InvalidValueException("a local part of 1 to 64 characters; one with blanks, *, or any of "
                    + SPECIALS + " in double quotes");
        }
        return local;
    }

    private static boolean isQuotedString(String text) {
        int at = 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return text.startsWith("\"") && at == text.length() - 1 && text.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isDotString(String text) {
        return text.chars().noneMatch(c -> c <= ' ' || c == '*' || SPECIALS.indexOf(c) >= 0)
                && !text.startsWith(".")
                && !text.endsWith(".")
                && !text.contains("..");
    }

    private static boolean isPlain(String local) {
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c >= 0x80 || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static String normalise(String local) {
        // RFC 6532 section 3.1: composed and decomposed letters are the same letters.
        return Normalizer.normalize(unquote(local), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private static String unquote(String local) {
        StringBuilder plain = new StringBuilder(local.length());
        boolean escaped = false;
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            boolean markup = !escaped && (c == '"' || c == '\\');
            escaped = !escaped && c == '\\';
            if (!markup) {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
