// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.peer;

import java.util.Locale;

/** What the certificate chain of a peer proves, whatever the names in it and whichever rule applies. */
public enum ChainStatus {
    /** The peer presented no certificate. */
    NONE,
    /** The chain leads to a trust anchor, over nothing weak. */
    TRUSTED,
    /** It leads to no trust anchor; a self-signed certificate too. */
    UNKNOWN_ISSUER,
    /** A certificate of it is past its last day. */
    EXPIRED,
    /** A certificate of it is before its first day. */
    NOT_YET_VALID,
    /** It rests on a signature or a key that is too weak to prove anything. */
    WEAK,
    /** It would be trusted of a server, and its extended key usage does not allow it to a client. */
    WRONG_USAGE,
    /** It is not trusted for any other reason: a wrong signature, a constraint, an unreadable certificate. */
    UNTRUSTED;

    /** Tells whether the names in the certificate are proved. */
    public boolean isTrusted() {
        return this == TRUSTED;
    }

    /** Returns the word for it: {@code trusted}, {@code unknown-issuer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
