// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

/**
 * Which kinds of keys a table has: those that it does not have need not be looked for. Written while a table is built.
 */
final class KeyKinds {
    private boolean addresses;
    private boolean localParts;
    private boolean exactDomains;

    /** Notes that there is a rule for {@code who}. */
    void note(String who) {
        addresses |= who.indexOf('@') >= 0;
        localParts |= who.endsWith("@");
        exactDomains |= who.charAt(0) == '=';
    }

    /** Tells whether any key has a local part. */
    boolean haveAddresses() {
        return addresses;
    }

    /** Tells whether any key is a local part at any domain. */
    boolean haveLocalParts() {
        return localParts;
    }

    /** Tells whether any key is {@code =x}; a local part that begins with {@code =} counts too, and does no harm. */
    boolean haveExactDomains() {
        return exactDomains;
    }
}
