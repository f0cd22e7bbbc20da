package dev.strongpost.james;

import java.util.Locale;

import dev.strongpost.policy.decision.FailureReason;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsProtocol;

/** The words by which attributes and metrics name the same things. */
public final class Words {
    /** What stands for a version where there was no TLS. */
    public static final String CLEAR = "clear";

    private Words() {}

    /** Returns the word for a reason: {@code starttls-not-offered}. */
    public static String of(FailureReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the word for a version: {@code tlsv1-3}. */
    public static String of(TlsProtocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the word for what mail crossed: that of the version, or {@value #CLEAR}. */
    public static String of(TlsEvidence evidence) {
        return evidence.session().map(session -> of(session.protocol())).orElse(CLEAR);
    }
}
