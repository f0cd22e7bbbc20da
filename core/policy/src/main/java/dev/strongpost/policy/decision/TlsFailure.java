// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Optional;

import com.google.common.base.Ascii;
import com.google.common.base.Joiner;

/** How a connection fell short of a rule: reply, bounce, log and report are all made from this. Immutable. */
public final class TlsFailure {
    private static final int LONGEST_HINT = 300;

    private final TlsRequirement requirement;
    private final TlsEvidence evidence;
    private final FailureReason reason;
    private final String replyText;
    private final String remark;
    private final boolean proven;

    TlsFailure(
            TlsRequirement requirement,
            TlsEvidence evidence,
            FailureReason reason,
            String replyText,
            String remark,
            boolean proven) {
        this.requirement = requirement;
        this.evidence = evidence;
        this.reason = reason;
        this.replyText = replyText;
        this.remark = remark;
        this.proven = proven;
    }

    /** Returns the reason. */
    public FailureReason reason() {
        return reason;
    }

    /** Returns the rule that was not satisfied. */
    public TlsRequirement requirement() {
        return requirement;
    }

    /** Returns what the connection gave instead. */
    public TlsEvidence evidence() {
        return evidence;
    }

    /** Returns Sendmail's words, without codes: {@code encryption too weak 0 less than 112}. */
    public String replyText() {
        return replyText;
    }

    /**
     * Returns the reply as a bounce quotes it, or a client gets it: {@code 503 5.7.0 encryption too weak 0 less than
     * 112}.
     */
    public String reply() {
        return replyCode() + " " + status() + " " + replyText;
    }

    /**
     * Returns 403 when the rule defers, or this side is at fault, else 503: also the code with which mail bounces once
     * its retries have ended.
     */
    public int replyCode() {
        return isForNow() ? 403 : 503;
    }

    private boolean isForNow() {
        return requirement.failure().isDefer() || reason == FailureReason.OWN_FAULT;
    }

    /**
     * Returns the enhanced status code, RFC 3463 section 3.8 (other or undefined security status): {@code 5.7.0} or
     * {@code 4.7.0}; {@code 4.3.5} (system incorrectly configured) when this side is at fault.
     */
    public String status() {
        if (reason == FailureReason.OWN_FAULT) {
            return "4.3.5";
        }
        return requirement.failure().isDefer() ? "4.7.0" : "5.7.0";
    }

    /**
     * Returns both sides and the rule, in one line: {@code required TLS with at least 112 bits by partner.example
     * (tls-policy.conf:3), offered no STARTTLS}.
     */
    public String detail() {
        return "required " + requirement.describe() + " by " + requirement.rule() + ", offered " + offered();
    }

    /**
     * Returns what a client has to change, for its reply, where Sendmail's words do not say it: {@code TLSv1.3 or newer
     * is required}; empty where they do.
     */
    public Optional<String> hint() {
        switch (reason) {
            case PROTOCOL_TOO_OLD:
                return requirement.minimumProtocol().map(minimum -> minimum.word() + " or newer is required");
            case CIPHER_NOT_ALLOWED:
                return Optional.of(
                        requirement.ciphers().isEmpty()
                                ? "this cipher suite is excluded"
                                : Ascii.truncate(
                                        "required is " + Joiner.on(" or ").join(requirement.ciphers()),
                                        LONGEST_HINT,
                                        "..."));
            case WRONG_USAGE:
                return Optional.of("wrong-usage: the certificate is for servers, not for clients");
            default:
                return Optional.empty();
        }
    }

    /** Returns what the connection gave, in words, with what was wrong about it. */
    public String offered() {
        return remark.isEmpty() ? evidence.describe() : evidence.describe() + "; " + remark;
    }

    /**
     * Tells whether another attempt at this host would end the same: not so for a 4xx reply, a time-out, a broken
     * connection.
     */
    public boolean isProven() {
        return proven;
    }

    @Override
    public String toString() {
        return reply() + " (" + detail() + ")";
    }
}
