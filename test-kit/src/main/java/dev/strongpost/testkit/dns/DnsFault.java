package dev.strongpost.testkit.dns;

/** What a {@link FakeDns} does in place of an answer. */
public enum DnsFault {
    /** RCODE 3, as if the name did not exist. */
    NXDOMAIN,
    /** RCODE 2. */
    SERVFAIL,
    /** RCODE 5. */
    REFUSED,
    /** No answer at all. */
    SILENCE
}
