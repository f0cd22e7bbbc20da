package dev.strongpost.james;

import org.apache.mailet.AttributeName;

/**
 * The attributes by which {@code TlsRemoteDelivery} tells the processors behind it what happened to a mail. All values
 * are strings. {@code TlsBounce} builds its delivery status notification from them.
 */
public final class TlsMailAttributes {
    /** The reply that ended the attempt, code first: {@code 503 5.7.0 encryption too weak 0 less than 112}. */
    public static final AttributeName REPLY = AttributeName.of("strongpost.reply");

    /** The enhanced status code of the outcome, RFC 3463: {@code 5.7.0}. */
    public static final AttributeName STATUS = AttributeName.of("strongpost.status");

    /** The name of the host that was talked to: {@code mx1.partner.example}. Absent when no host was reached. */
    public static final AttributeName REMOTE_MTA = AttributeName.of("strongpost.remote-mta");

    /** What the rule required, in words: {@code TLS with at least 112 bits}. Only when a TLS rule was the cause. */
    public static final AttributeName REQUIRED = AttributeName.of("strongpost.required");

    /** What the other side offered, in words: {@code no STARTTLS}. Only when a TLS rule was the cause. */
    public static final AttributeName OFFERED = AttributeName.of("strongpost.offered");

    /** The rule that decided, with its place: {@code partner.example (tls-policy.conf:3)}. */
    public static final AttributeName RULE = AttributeName.of("strongpost.rule");

    /** The {@code note=} of the rule that decided. Absent when it has none. */
    public static final AttributeName NOTE = AttributeName.of("strongpost.note");

    private TlsMailAttributes() {}
}
