// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import dev.strongpost.text.Sanitizer;

/** Why a domain has no host to try. The message is one line for the sender of the mail. */
public final class ResolutionException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 500;

    /** What is known about the domain. */
    public enum Kind {
        /** DNS says that the domain does not exist, or has neither mail exchanger nor address. */
        NO_SUCH_DOMAIN,
        /** The domain says that it accepts no mail (RFC 7505). */
        NULL_MX,
        /** The domain's mail exchangers are this server. */
        LOOP,
        /** DNS did not answer, or not usably: another attempt may find hosts. */
        TEMPORARY
    }

    private final Kind kind;
    private final String status;

    private ResolutionException(Kind kind, String status, String message) {
        super(Sanitizer.line(message, LONGEST));
        this.kind = kind;
        this.status = status;
    }

    /** Returns the exception for a domain without any host. RFC 3463: 5.1.2 bad destination system address. */
    static ResolutionException noSuchDomain(String domain) {
        return new ResolutionException(
                Kind.NO_SUCH_DOMAIN, "5.1.2", "the domain " + domain + " has no mail exchanger and no address");
    }

    /** Returns the exception for a null MX; code and text are those of RFC 7505 section 4.2. */
    static ResolutionException nullMx(String domain) {
        return new ResolutionException(
                Kind.NULL_MX, "5.1.10", "556 5.1.10 " + domain + " does not accept mail (null MX)");
    }

    /** Returns the exception for a domain whose best mail exchanger is this server. RFC 3463: 5.4.6 routing loop. */
    static ResolutionException loop(String domain) {
        return new ResolutionException(
                Kind.LOOP, "5.4.6", "5.4.6 mail for " + domain + " loops back to this server, its mail exchanger");
    }

    /** Returns the exception for a lookup that may succeed later. RFC 3463: 4.4.3 directory server failure. */
    public static ResolutionException temporary(String message) {
        return new ResolutionException(Kind.TEMPORARY, "4.4.3", message);
    }

    /** Returns what is known about the domain. */
    public Kind kind() {
        return kind;
    }

    /** Returns the enhanced status code, RFC 3463. */
    public String status() {
        return status;
    }

    /** Tells whether no attempt can help. */
    public boolean isPermanent() {
        return kind != Kind.TEMPORARY;
    }
}
