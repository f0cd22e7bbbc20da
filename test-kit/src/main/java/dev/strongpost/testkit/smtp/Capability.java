// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

/** What a receiver may list in its answer to EHLO, besides STARTTLS and AUTH, which have settings of their own. */
public enum Capability {
    /** RFC 2920. */
    PIPELINING("PIPELINING"),
    /** RFC 6152. */
    EIGHTBITMIME("8BITMIME"),
    /** RFC 1870; the limit is set apart. */
    SIZE("SIZE"),
    /** RFC 3461. */
    DSN("DSN"),
    /** RFC 3030: BDAT. */
    CHUNKING("CHUNKING"),
    /** RFC 6531. */
    SMTPUTF8("SMTPUTF8"),
    /** RFC 2034. */
    ENHANCEDSTATUSCODES("ENHANCEDSTATUSCODES");

    private final String keyword;

    Capability(String keyword) {
        this.keyword = keyword;
    }

    String keyword() {
        return keyword;
    }
}
