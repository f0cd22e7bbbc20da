// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import org.apache.mailet.AttributeName;

import com.google.common.collect.ImmutableList;

/**
 * The attributes that mails carry for the processors behind. {@code TlsRemoteDelivery} tells by them what happened to a
 * mail: the bounce processor, the one that a rule names, and the one of {@code onSuccess}; {@code TlsBounce} builds its
 * delivery status notification from them. The SMTP server tells by those that begin with {@code strongpost.received.}
 * how a mail came in. All values are strings, so that they survive in every queue. A sender cannot write them: no
 * header becomes an attribute.
 */
public final class TlsMailAttributes {
    /** The name that the mail had when it was delivered: James gives a copy another. */
    public static final AttributeName MAIL = AttributeName.of("strongpost.mail");

    /** The reply that ended the attempt, code first: {@code 503 5.7.0 encryption too weak 0 less than 112}. */
    public static final AttributeName REPLY = AttributeName.of("strongpost.reply");

    /** The enhanced status code of the outcome, RFC 3463: {@code 5.7.0}. */
    public static final AttributeName STATUS = AttributeName.of("strongpost.status");

    /** The host that replied, or that a rule failed at: {@code mx1.partner.example}. Absent where no host said anything. */
    public static final AttributeName REMOTE_MTA = AttributeName.of("strongpost.remote-mta");

    /** What the rule required, in words: {@code TLS with at least 112 bits}. Only when a TLS rule was the cause. */
    public static final AttributeName REQUIRED = AttributeName.of("strongpost.required");

    /** What the other side offered, in words: {@code no STARTTLS}. Only when a TLS rule was the cause. */
    public static final AttributeName OFFERED = AttributeName.of("strongpost.offered");

    /**
     * The rule that decided, with its place: {@code partner.example (tls-policy.conf:3)}; {@code built-in may} for
     * none.
     */
    public static final AttributeName RULE = AttributeName.of("strongpost.rule");

    /** The {@code note=} of the rule that decided. Absent when it has none. */
    public static final AttributeName NOTE = AttributeName.of("strongpost.note");

    /** Which check a TLS rule failed on: {@code starttls-not-offered}, {@code too-weak}; the words of the metrics. */
    public static final AttributeName REASON = AttributeName.of("strongpost.reason");

    /** The version over which the mail was delivered: {@code TLSv1.3}. Absent when it went in cleartext. */
    public static final AttributeName PROTOCOL = AttributeName.of("strongpost.protocol");

    /** The cipher suite over which the mail was delivered, in JSSE's spelling. Absent when it went in cleartext. */
    public static final AttributeName SUITE = AttributeName.of("strongpost.suite");

    /** The strength over which the mail was delivered, in secret bits: {@code 256}; {@code 0} when it went in cleartext. */
    public static final AttributeName BITS = AttributeName.of("strongpost.bits");

    /**
     * The reply with which the mail would have failed if its rule were enforced. Only on mail that was delivered all
     * the same under {@code mode=testing}; {@link #REASON} is then set too.
     */
    public static final AttributeName WOULD_HAVE_FAILED = AttributeName.of("strongpost.would-have-failed");

    /** When the delivery mailet put the mail into its queue: a Long, milliseconds since 1970 in UTC. */
    public static final AttributeName QUEUED = AttributeName.of("strongpost.queued");

    /** Since when the mail waits for its next attempt: a Long, as {@link #QUEUED}. Absent before the first one. */
    public static final AttributeName DEFERRED = AttributeName.of("strongpost.deferred");

    /** When the next attempt is due: a Long, as {@link #QUEUED}. Absent before the first one. */
    public static final AttributeName DUE = AttributeName.of("strongpost.due");

    /**
     * The rules that have handed the mail to the processor of their {@code failure=processor:NAME}, each with its place,
     * a line for each. It stays on the mail: one that comes back is not handed over by the same rule again.
     */
    public static final AttributeName HANDED_OVER = AttributeName.of("strongpost.handed-over");

    /** Present when the sender was told that the mail waits: that is done once. A Boolean. */
    public static final AttributeName DELAY_NOTIFIED = AttributeName.of("strongpost.delay-notified");

    /**
     * What says how an attempt at delivery ended: all of the above but {@link #QUEUED}, {@link #DEFERRED}, {@link #DUE},
     * {@link #HANDED_OVER} and {@link #DELAY_NOTIFIED}. They are removed before others are set.
     */
    public static final ImmutableList<AttributeName> OUTCOME = ImmutableList.of(
            MAIL,
            REPLY,
            STATUS,
            REMOTE_MTA,
            REQUIRED,
            OFFERED,
            RULE,
            NOTE,
            REASON,
            PROTOCOL,
            SUITE,
            BITS,
            WOULD_HAVE_FAILED);

    /** The version over which the mail came in: {@code TLSv1.3}. Absent when it came in cleartext. */
    public static final AttributeName RECEIVED_PROTOCOL = AttributeName.of("strongpost.received.protocol");

    /** The cipher suite over which the mail came in, in JSSE's spelling. Absent when it came in cleartext. */
    public static final AttributeName RECEIVED_SUITE = AttributeName.of("strongpost.received.suite");

    /** The strength over which the mail came in, in secret bits: {@code 256}; {@code 0} when it came in cleartext. */
    public static final AttributeName RECEIVED_BITS = AttributeName.of("strongpost.received.bits");

    /** The rules that the mail had to satisfy, with their places, comma separated. Absent when there was none. */
    public static final AttributeName RECEIVED_RULE = AttributeName.of("strongpost.received.rule");

    /**
     * What the client's certificates are worth, a word of {@link dev.strongpost.certificates.peer.ChainStatus}: {@code
     * trusted}, {@code none}. Absent when the mail came in cleartext. Only with {@code trusted} do the next three say
     * anything proved.
     */
    public static final AttributeName RECEIVED_CLIENT_CHAIN = AttributeName.of("strongpost.received.client-chain");

    /**
     * The subject of the client's certificate: {@code CN=mx.partner.example,O=Partner}. Absent for none, and beyond
     * 1000 characters.
     */
    public static final AttributeName RECEIVED_CLIENT_SUBJECT = AttributeName.of("strongpost.received.client-subject");

    /** The issuer of the client's certificate, as {@link #RECEIVED_CLIENT_SUBJECT}. */
    public static final AttributeName RECEIVED_CLIENT_ISSUER = AttributeName.of("strongpost.received.client-issuer");

    /**
     * The dNSName entries of the client's certificate that are domain names, comma separated, at most 100. Absent for
     * none.
     */
    public static final AttributeName RECEIVED_CLIENT_NAMES = AttributeName.of("strongpost.received.client-names");

    /** The SHA-256 digest of the client's certificate: 64 hexadecimal digits in lower case. Absent for none. */
    public static final AttributeName RECEIVED_CLIENT_SHA256 = AttributeName.of("strongpost.received.client-sha256");

    /** The reply with which the mail would have been refused if a rule in testing were enforced. Absent otherwise. */
    public static final AttributeName RECEIVED_WOULD_HAVE_FAILED =
            AttributeName.of("strongpost.received.would-have-failed");

    /** What says how a mail came in. They are removed before others are set. */
    public static final ImmutableList<AttributeName> RECEIVED = ImmutableList.of(
            RECEIVED_PROTOCOL,
            RECEIVED_SUITE,
            RECEIVED_BITS,
            RECEIVED_RULE,
            RECEIVED_CLIENT_CHAIN,
            RECEIVED_CLIENT_SUBJECT,
            RECEIVED_CLIENT_ISSUER,
            RECEIVED_CLIENT_NAMES,
            RECEIVED_CLIENT_SHA256,
            RECEIVED_WOULD_HAVE_FAILED);

    private TlsMailAttributes() {}
}
