// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;

/**
 * An {@code mx} of a policy (RFC 8461 sections 3.2 and 4.1): a host name, or {@code *.} in front of one, which stands
 * for exactly one label. Immutable.
 */
public final class MxPattern {
    private static final String WILDCARD = "*.";
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;
    private static final CharMatcher LABEL = StsSyntax.ALPHANUMERIC.or(CharMatcher.is('-'));

    private final String text;

    private MxPattern(String text) {
        this.text = text;
    }

    /** Returns the pattern that {@code text} is; empty when it is none. */
    static Optional<MxPattern> parse(String text) {
        String name = text.startsWith(WILDCARD) ? text.substring(WILDCARD.length()) : text;
        return isName(name) ? Optional.of(new MxPattern(Ascii.toLowerCase(text))) : Optional.empty();
    }

    private static boolean isName(String name) {
        return name.length() <= LONGEST_NAME
                && Splitter.on('.').splitToStream(name).allMatch(MxPattern::isLabel)
                && !StsSyntax.DIGITS.matchesAllOf(name.substring(name.lastIndexOf('.') + 1)); // an address
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= LONGEST_LABEL
                && LABEL.matchesAllOf(label)
                && StsSyntax.ALPHANUMERIC.matches(label.charAt(0))
                && StsSyntax.ALPHANUMERIC.matches(label.charAt(label.length() - 1));
    }

    /** Tells whether {@code host} is meant, in any case, with a dot at its end or without. */
    boolean matches(String host) {
        String lower = Ascii.toLowerCase(host);
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (!text.startsWith(WILDCARD)) {
            return name.equals(text);
        }
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot).equals(text.substring(1));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MxPattern && text.equals(((MxPattern) other).text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the pattern in lower case. */
    @Override
    public String toString() {
        return text;
    }
}
