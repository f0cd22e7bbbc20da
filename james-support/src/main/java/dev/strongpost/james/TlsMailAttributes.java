package dev.strongpost.james;

import org.apache.mailet.AttributeName;

import com.google.common.collect.ImmutableList;

/**
 * The attributes by which {@code TlsRemoteDelivery} tells the processors behind it what happened to a mail: the bounce
 * processor, the one that a rule names, and the one of {@code onSuccess}. All values are strings. {@code TlsBounce} builds
 * its delivery status notification from them.
 */
public final class TlsMailAttributes {
    /** The reply that ended the attempt, code first: {@code 503 5.7.0 encryption too weak 0 less than 112}. */
    public static final AttributeName REPLY = AttributeName.of("strongpost.reply");

    /** The enhanced status code of the outcome, RFC 3463: {@code 5.7.0}. */
    public static final AttributeName STATUS = AttributeName.of("strongpost.status");

    /** The name of the host that was talked to: {@code mx1.partner.example}. Absent when no host was chosen. */
    public static final AttributeName REMOTE_MTA = AttributeName.of("strongpost.remote-mta");

    /** What the rule required, in words: {@code TLS with at least 112 bits}. Only when a TLS rule was the cause. */
    public static final AttributeName REQUIRED = AttributeName.of("strongpost.required");

    /** What the other side offered, in words: {@code no STARTTLS}. Only when a TLS rule was the cause. */
    public static final AttributeName OFFERED = AttributeName.of("strongpost.offered");

    /** The rule that decided, with its place: {@code partner.example (tls-policy.conf:3)}; {@code built-in may} for none. */
    public static final AttributeName RULE = AttributeName.of("strongpost.rule");

    /** The {@code note=} of the rule that decided. Absent when it has none. */
    public static final AttributeName NOTE = AttributeName.of("strongpost.note");

    /** Which check a TLS rule failed on: {@code starttls-not-offered}, {@code too-weak}; the words of the metrics. */
    public static final AttributeName REASON = AttributeName.of("strongpost.reason");

    /** The version over which the mail was delivered: {@code TLSv1.3}. Absent when it went in clear. */
    public static final AttributeName PROTOCOL = AttributeName.of("strongpost.protocol");

    /** The cipher suite over which the mail was delivered, in JSSE's spelling. Absent when it went in clear. */
    public static final AttributeName SUITE = AttributeName.of("strongpost.suite");

    /** The strength over which the mail was delivered, in secret bits: {@code 256}; {@code 0} when it went in clear. */
    public static final AttributeName BITS = AttributeName.of("strongpost.bits");

    /**
     * The reply with which the mail would have failed if its rule were enforced. Only on mail that was delivered all the
     * same under {@code mode=testing}; {@link #REASON} is then set too.
     */
    public static final AttributeName WOULD_HAVE_FAILED = AttributeName.of("strongpost.would-have-failed");

    /** When the delivery mailet put the mail into its queue: a Long, milliseconds since 1970 in UTC. */
    public static final AttributeName QUEUED = AttributeName.of("strongpost.queued");

    /** What says how an attempt ended: all of the above but {@link #QUEUED}. They are removed before others are set. */
    public static final ImmutableList<AttributeName> OUTCOME = ImmutableList.of(
            REPLY, STATUS, REMOTE_MTA, REQUIRED, OFFERED, RULE, NOTE, REASON, PROTOCOL, SUITE, BITS, WOULD_HAVE_FAILED);

    private TlsMailAttributes() {}
}
