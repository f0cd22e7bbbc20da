// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.dns;

/** What a {@link FakeDns} does in place of an answer. */
public enum DnsFault {
    /** RCODE 3, as if the name did not exist. */
    NXDOMAIN,
    /** RCODE 2. */
    SERVFAIL,
    /** RCODE 5. */
    REFUSED,
    /** A referral to other name servers, as of a server that was to answer itself: a lame delegation. */
    REFERRAL,
    /** Something that is no DNS message, behind the ID of the question. */
    GARBAGE,
    /** No answer at all. */
    SILENCE
}
