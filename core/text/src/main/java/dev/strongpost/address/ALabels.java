// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.address;

import java.net.IDN;
import java.util.Optional;

import com.google.common.base.CharMatcher;

/**
 * Turns names with letters beyond ASCII into A-labels (RFC 5890) where IDNA 2003 (RFC 3490), which the JDK has, and IDNA
 * 2008 (RFC 5891), which registries have, agree on the result. Where they do not there is none: a rule for {@code
 * stra\u00dfe.example} would otherwise hold for strasse.example, and mail to the partner, whose name is
 * xn--strae-oqa.example, would go in cleartext.
 */
public final class ALabels {
    /** What to say of a name that has none. */
    public static final String WRITE_THEM =
            "its A-labels, such as xn--strae-oqa.example, since IDNA 2003 and 2008 read a"
                    + " character in it differently, or one of them not at all";

    /** Sharp s, final sigma, and the joiners: RFC 5894 section 7.2. */
    private static final CharMatcher DEVIATIONS = CharMatcher.anyOf("\u00df\u1e9e\u03c2\u200c\u200d");

    private ALabels() {}

    /**
     * Returns {@code name} in ASCII; empty when it has a character that the two read differently, that Unicode 3.2 did not
     * know, or that is prohibited, or when a label comes out too long.
     */
    public static Optional<String> of(String name) {
        if (CharMatcher.ascii().matchesAllOf(name)) {
            return Optional.of(name);
        }
        if (DEVIATIONS.matchesAnyOf(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(IDN.toASCII(name));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
