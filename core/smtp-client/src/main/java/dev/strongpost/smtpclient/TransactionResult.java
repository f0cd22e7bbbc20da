// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

import com.google.common.collect.ImmutableList;

import dev.strongpost.smtpclient.protocol.SmtpReply;

/**
 * How a mail transaction ended: the reply that decided for each recipient, as far as there is one, and what that means
 * for those who have none. Immutable.
 */
public final class TransactionResult {

    /** What holds for the recipients that have no reply. */
    public enum Ending {
        /** There are none. */
        ANSWERED,
        /**
         * Nothing is known of the host, only that this connection did not serve: no recipient has a reply, and a
         * new one to the same host is worth a try at once.
         */
        TRY_AFRESH,
        /** The host was not asked, since it does not take a message like this. Another host may; the reply says why. */
        UNFIT,
        /** The connection broke. Another host may serve. */
        BROKEN,
        /**
         * The host has the message and did not say in time whether it takes it. To try another host now is to risk a
         * second copy.
         */
        UNDECIDED
    }

    private final Ending ending;
    private final ImmutableList<Optional<SmtpReply>> replies;
    private final String reason;

    private TransactionResult(Ending ending, List<Optional<SmtpReply>> replies, String reason) {
        this.ending = ending;
        this.replies = ImmutableList.copyOf(replies);
        this.reason = reason;
    }

    /** Returns the result that has a reply for every recipient. */
    static TransactionResult answered(List<Optional<SmtpReply>> replies) {
        return new TransactionResult(Ending.ANSWERED, replies, "");
    }

    /** Returns the result that is {@code reply} for each of {@code recipients}. */
    public static TransactionResult answered(int recipients, SmtpReply reply) {
        return answered(Collections.nCopies(recipients, Optional.of(reply)));
    }

    /** Returns the result of a host that was not asked to take the message, for {@code reason}, at least one recipient. */
    public static TransactionResult unfit(int recipients, SmtpReply reason) {
        return new TransactionResult(
                Ending.UNFIT, Collections.nCopies(recipients, Optional.of(reason)), reason.toString());
    }

    /** Returns the result that decides nothing for any of {@code recipients}. */
    static TransactionResult tryAfresh(int recipients) {
        return new TransactionResult(Ending.TRY_AFRESH, Collections.nCopies(recipients, Optional.empty()), "");
    }

    /** Returns the result of a connection that broke for {@code failure} before any of {@code recipients} was named. */
    public static TransactionResult broken(int recipients, Throwable failure) {
        return cutOff(Ending.BROKEN, Collections.nCopies(recipients, Optional.empty()), failure);
    }

    /** Returns the result that {@code failure} cut off: what was answered counts. */
    static TransactionResult cutOff(Ending ending, List<Optional<SmtpReply>> replies, Throwable failure) {
        return new TransactionResult(ending, replies, ErrorDescriptions.describe(failure));
    }

    /** Returns what holds for the recipients without a reply. */
    public Ending ending() {
        return ending;
    }

    /** Returns the reply for each recipient, in the order of the envelope. */
    public ImmutableList<Optional<SmtpReply>> replies() {
        return replies;
    }

    /** Returns what happened, in words, where the ending is {@code BROKEN} or {@code UNDECIDED}. */
    public String reason() {
        return reason;
    }
}
