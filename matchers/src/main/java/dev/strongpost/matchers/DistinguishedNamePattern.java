// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import java.util.Optional;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * A distinguished name (RFC 4514) that another has to be, or with {@code *,} in front has to end with. Compared part by
 * part, so that a comma inside a value is no end of one. Immutable.
 */
final class DistinguishedNamePattern {
    private static final char ANY = '*';

    private final LdapName name;
    private final boolean whole;

    private DistinguishedNamePattern(LdapName name, boolean whole) {
        this.name = name;
        this.whole = whole;
    }

    /** Returns the name that {@code text} writes; empty when it is none, or has no part. */
    static Optional<DistinguishedNamePattern> parse(String text) {
        int comma = text.indexOf(',');
        boolean whole =
                comma < 0 || text.charAt(0) != ANY || !text.substring(1, comma).isBlank();
        return name(whole ? text : text.substring(comma + 1))
                .filter(name -> !name.isEmpty())
                .map(name -> new DistinguishedNamePattern(name, whole));
    }

    private static Optional<LdapName> name(String text) {
        try {
            return Optional.of(new LdapName(text));
        } catch (InvalidNameException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Tells whether {@code other}, written as RFC 4514 has it, is that name or ends so. False when it is no name. */
    boolean matches(String other) {
        return name(other).filter(this::matches).isPresent();
    }

    // LdapName counts its parts from the right: its "start" is the end that people read.
    private boolean matches(LdapName other) {
        return whole ? other.equals(name) : other.size() > name.size() && other.startsWith(name);
    }
}
