// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.rules;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.mailet.Mail;

import dev.strongpost.james.ReceivedTls;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsRequirement;

/** One mail transaction, from MAIL on: what was decided about its sender, and what its recipients were taken by. */
public final class InboundTransaction {
    private static final AttachmentKey<InboundTransaction> KEY =
            AttachmentKey.of("strongpost.transaction", InboundTransaction.class);

    private final InboundDecision ofSender;
    private final Set<TlsRequirement> satisfied = new LinkedHashSet<>();
    private Optional<TlsFailure> wouldHaveFailed = Optional.empty();

    private InboundTransaction(InboundDecision ofSender) {
        this.ofSender = ofSender;
        taken(ofSender);
    }

    /**
     * Begins one in {@code session}, in place of any before. After a second MAIL, which it refuses, James takes a third
     * and still knows who was taken as recipient under the first: mail of this sender would go to them, and nobody
     * would have asked.
     */
    public static InboundTransaction begin(SMTPSession session, InboundDecision ofSender) {
        InboundTransaction transaction = new InboundTransaction(ofSender);
        // RFC 5321 section 3.3: MAIL resets all recipients.
        session.removeAttachment(SMTPSession.RCPT_LIST, State.Transaction);
        session.setAttachment(KEY, transaction, State.Transaction);
        return transaction;
    }

    /** Returns that of {@code session}; empty when none was begun. */
    public static Optional<InboundTransaction> of(SMTPSession session) {
        return session.getAttachment(KEY, State.Transaction);
    }

    /** Returns what was decided about the sender. */
    public InboundDecision ofSender() {
        return ofSender;
    }

    /** Notes that a recipient was taken by {@code decision}; one that refuses is no matter. */
    public void taken(InboundDecision decision) {
        if (!decision.isRefused()) {
            satisfied.addAll(decision.rules());
            wouldHaveFailed =
                    wouldHaveFailed.or(() -> decision.inTesting().stream().findFirst());
        }
    }

    /** Returns the names of the rules that it satisfies, or {@code none}. */
    public String describeRules() {
        return InboundDecision.describe(satisfied);
    }

    /** Writes on its mail how it came in: over a connection that gave {@code evidence}, by the rules noted here. */
    public void record(Mail mail, TlsEvidence evidence) {
        ReceivedTls.record(mail, evidence, satisfied);
        wouldHaveFailed.ifPresent(failure -> ReceivedTls.recordWouldHaveFailed(mail, failure));
    }
}
