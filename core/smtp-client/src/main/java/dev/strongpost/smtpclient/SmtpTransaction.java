// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableList;

import dev.strongpost.smtpclient.TransactionResult.Ending;
import dev.strongpost.smtpclient.message.MessageBody;
import dev.strongpost.smtpclient.protocol.MessageOctets;
import dev.strongpost.smtpclient.protocol.SmtpChannel;
import dev.strongpost.smtpclient.protocol.SmtpReply;

/**
 * One mail transaction on a connection whose evidence was accepted: MAIL, RCPT, DATA, the message (RFC 5321 section
 * 3.3), pipelined where the server announces it (RFC 2920). A recipient that is refused does not fail the others.
 *
 * <p>The first message of a connection goes in one burst with its envelope where the server announces CHUNKING too (RFC
 * 3030) and the message is in memory. Later ones go by DATA: its 354 shows that replies and commands are in step, which
 * a server that answers a message twice would otherwise put out of step without anybody's noticing. They take one round
 * trip each all the same, since an envelope may be sent before the message in front of it is answered.
 *
 * <p>On a connection that carried mail before, only a 354 and what follows it, and refusals of recipients behind an
 * accepted MAIL, say anything about this mail. Whatever else comes is a reason to try a new connection.
 */
public final class SmtpTransaction {
    // RFC 5321 section 3.8: closing; 4.5.3.1.10: too much of something.
    private static final int TOO_MANY = 452;
    private static final int GO_AHEAD = 354;
    private static final int LEAST_MAIL_LIMIT = 10;

    private final SmtpConnection connection;
    private final SmtpChannel channel;
    private final Envelope envelope;
    private final ImmutableList<EnvelopeRecipient> recipients;
    private final MessageBody body;
    private final Runnable onMessageSent;

    private int ordinal;

    /**
     * Prepares a transaction.
     *
     * @param onMessageSent is called on the event loop when only the reply to the message is still to come, and the
     *     server would take the next envelope already
     */
    public SmtpTransaction(SmtpConnection connection, Envelope envelope, MessageBody body, Runnable onMessageSent) {
        this.connection = connection;
        this.channel = connection.channel();
        this.envelope = envelope;
        this.recipients = envelope.recipients().stream()
                .filter(EnvelopeRecipient::isSendable)
                .collect(ImmutableList.toImmutableList());
        this.body = body;
        this.onMessageSent = onMessageSent;
    }

    /** Runs the transaction, once. Does not fail but for a fault of this server. */
    public CompletableFuture<TransactionResult> run() {
        if (!envelope.isSendable()) {
            return CompletableFuture.completedFuture(TransactionResult.answered(
                    envelope.recipients().size(), SmtpReply.ours(553, "5.1.7 the sender's address cannot be sent")));
        }
        if (recipients.isEmpty()) {
            return CompletableFuture.completedFuture(answered(ImmutableList.of()));
        }
        return channel.onLoop(this::begin);
    }

    private CompletableFuture<TransactionResult> begin() {
        ordinal = connection.beginTransaction();
        List<String> commands = new ArrayList<>();
        commands.add(envelope.mailCommand(connection.capabilities(), body));
        recipients.forEach(recipient -> commands.add(recipient.rcptCommand(connection.capabilities())));
        if (isFirst() && connection.isPipelining() && connection.isChunking() && body.isInMemory()) {
            MessageOctets chunk = MessageOctets.chunk(body);
            return replies(channel.sendBurst(commands, chunk, connection.finalReplyTimeout()))
                    .thenApply(replies -> judgeBurst(replies, chunk));
        }
        commands.add("DATA");
        return (connection.isPipelining() ? replies(channel.send(commands)) : inTurn(commands, new Replies()))
                .thenCompose(this::judgeEnvelope);
    }

    private boolean isFirst() {
        return ordinal == 1;
    }

    /** The replies to a group of commands that have come, up to the first that has not. */
    private static final class Replies {
        private final List<SmtpReply> received = new ArrayList<>();
        private Optional<Throwable> failure = Optional.empty();

        private Optional<SmtpReply> get(int index) {
            return index < received.size() ? Optional.of(received.get(index)) : Optional.empty();
        }
    }

    /** Returns what came of {@code awaited}, once all have ended. The first reply may end the others. */
    private CompletableFuture<Replies> replies(List<CompletableFuture<SmtpReply>> awaited) {
        for (int i = 0; i < awaited.size(); i++) {
            boolean mail = i == 0;
            Async.onEnd(awaited.get(i), (reply, failure) -> {
                if (reply != null && reply.isGoodBye()) {
                    closeAfterGoodBye(mail);
                }
            });
        }
        return CompletableFuture.allOf(awaited.toArray(new CompletableFuture<?>[0]))
                .handle((end, failure) -> collected(awaited));
    }

    /** What follows a 421 to MAIL cannot matter. Behind another one, others may still be answered. */
    private void closeAfterGoodBye(boolean mail) {
        if (mail) {
            channel.close();
        } else {
            channel.hurry();
        }
    }

    private static Replies collected(List<CompletableFuture<SmtpReply>> ended) {
        Replies replies = new Replies();
        for (CompletableFuture<SmtpReply> each : ended) {
            Optional<Throwable> failure = Async.failure(each);
            if (failure.isPresent()) {
                replies.failure = failure;
                break;
            }
            replies.received.add(each.join());
        }
        return replies;
    }

    private CompletableFuture<Replies> inTurn(List<String> commands, Replies replies) {
        int next = replies.received.size();
        if (next == commands.size() || isPointless(commands, replies)) {
            return CompletableFuture.completedFuture(replies);
        }
        return Async.branch(
                channel.send(commands.get(next)),
                reply -> {
                    replies.received.add(reply);
                    if (reply.isGoodBye()) {
                        channel.hurry();
                    }
                    return inTurn(commands, replies);
                },
                failure -> {
                    replies.failure = Optional.of(failure);
                    return CompletableFuture.completedFuture(replies);
                });
    }

    /** After a refused MAIL nothing else makes sense; DATA makes none when no recipient was taken. */
    private static boolean isPointless(List<String> commands, Replies replies) {
        int next = replies.received.size();
        if (next == 0) {
            return false;
        }
        boolean anyRecipient = replies.received.stream().skip(1).anyMatch(SmtpReply::isPositive);
        return !replies.received.get(0).isPositive() || (next == commands.size() - 1 && !anyRecipient);
    }

    private TransactionResult judgeBurst(Replies replies, MessageOctets chunk) {
        Optional<SmtpReply> mail = replies.get(0);
        Optional<SmtpReply> message = replies.get(1 + recipients.size());
        if (message.isEmpty() || !message.get().isPositive() || !chunk.isWritten()) {
            // Whether the chunk was taken for a message, or for commands, is not known; or it is still on its way.
            channel.close();
        }
        if (mail.isPresent() && !mail.get().isPositive()) {
            return answered(Collections.nCopies(recipients.size(), mail.get()));
        }
        List<SmtpReply> rcpt = recipientReplies(replies);
        if (message.isEmpty()) {
            return cutOff(rcpt, replies.failure.orElseThrow(), chunk.isWritten());
        }
        if (message.get().isPositive() && !chunk.isWritten()) {
            return tooSoon(rcpt);
        }
        boolean unknown = message.get().code() == 500 || message.get().code() == 502;
        if (unknown && rcpt.stream().anyMatch(SmtpReply::isPositive)) {
            connection.noteBrokenChunking();
            return tryAfresh();
        }
        return answered(decidedBy(message.get(), rcpt));
    }

    private CompletableFuture<TransactionResult> judgeEnvelope(Replies replies) {
        Optional<SmtpReply> mail = replies.get(0);
        if (mail.isPresent() && !mail.get().isPositive()) {
            if (goesAhead(replies)) {
                channel.close();
            }
            return CompletableFuture.completedFuture(refusedSender(mail.get()));
        }
        List<SmtpReply> rcpt = recipientReplies(replies);
        if (replies.failure.isPresent()) {
            return orAfresh(cutOff(rcpt, replies.failure.get(), false));
        }
        Optional<SmtpReply> data = replies.get(1 + recipients.size());
        boolean goesAhead = goesAhead(replies);
        if (rcpt.stream().noneMatch(SmtpReply::isPositive)) {
            return goesAhead ? withoutMessage(rcpt) : afterEnvelope(answered(rcpt));
        }
        return goesAhead
                ? sendMessage(rcpt)
                : orAfresh(answered(decidedBy(refusalOf(data.orElseThrow()), rcpt)))
                        .thenCompose(this::afterEnvelope);
    }

    private boolean goesAhead(Replies replies) {
        return replies.get(1 + recipients.size())
                .filter(reply -> reply.code() == GO_AHEAD)
                .isPresent();
    }

    /** A server cannot have taken a message whose end it has not got: it answers something else. */
    private TransactionResult tooSoon(List<SmtpReply> rcpt) {
        channel.close();
        return cutOff(rcpt, new IOException("the peer answered a message before its end"), false);
    }

    /** Real servers refuse the sender of a later mail when they count mails on a connection. */
    private TransactionResult refusedSender(SmtpReply reply) {
        if (isFirst()) {
            return answered(Collections.nCopies(recipients.size(), reply));
        }
        // Sooner it is more likely that the server leaves for another reason.
        if ((reply.isGoodBye() || reply.code() == TOO_MANY) && ordinal > LEAST_MAIL_LIMIT) {
            connection.noteMailLimit(ordinal - 1);
        }
        return tryAfresh();
    }

    /** Returns {@code result} where the connection carried no mail before; else it says nothing for certain. */
    private CompletableFuture<TransactionResult> orAfresh(TransactionResult result) {
        return CompletableFuture.completedFuture(isFirst() ? result : tryAfresh());
    }

    private TransactionResult tryAfresh() {
        return TransactionResult.tryAfresh(envelope.recipients().size());
    }

    private CompletableFuture<TransactionResult> afterEnvelope(TransactionResult result) {
        connection.leaveEnvelope();
        return CompletableFuture.completedFuture(result);
    }

    /** A peer that awaits a message without recipients is only kept from waiting by closing. */
    private CompletableFuture<TransactionResult> withoutMessage(List<SmtpReply> rcpt) {
        channel.close();
        return orAfresh(answered(rcpt));
    }

    private CompletableFuture<TransactionResult> sendMessage(List<SmtpReply> rcpt) {
        try {
            MessageOctets message = MessageOctets.data(body);
            Runnable onWritten = connection.isPipelining() ? onMessageSent : () -> {};
            return channel.send(message, connection.finalReplyTimeout(), onWritten)
                    .handle((reply, failure) -> {
                        if (failure != null) {
                            return cutOff(rcpt, ErrorDescriptions.root(failure), message.isWritten());
                        }
                        if (reply.isPositive() && !message.isWritten()) {
                            return tooSoon(rcpt);
                        }
                        if (reply.isGoodBye() || !message.isWritten()) {
                            channel.close();
                        }
                        return answered(decidedBy(reply, rcpt));
                    });
        } catch (IOException e) {
            channel.close();
            return CompletableFuture.completedFuture(cutOff(rcpt, e, false));
        }
    }

    /**
     * Returns the replies to RCPT that have come. Takes 552 for 452 behind a recipient that was accepted: RFC 5321
     * section 4.5.3.1.10, some servers say so when they take no more recipients in this transaction, which is no reason
     * to give up those that are left.
     */
    private List<SmtpReply> recipientReplies(Replies replies) {
        List<SmtpReply> rcpt = new ArrayList<>();
        boolean anyAccepted = false;
        int end = Math.min(replies.received.size(), 1 + recipients.size());
        for (int i = 1; i < end; i++) {
            SmtpReply reply = replies.received.get(i);
            rcpt.add(
                    anyAccepted && reply.code() == 552
                            ? SmtpReply.of(TOO_MANY, "after other recipients: " + reply)
                            : reply);
            anyAccepted |= reply.isPositive();
        }
        return rcpt;
    }

    /**
     * Returns why the message was not sent. A server that calls DATA done has taken nothing: only 354 asks for the
     * message.
     */
    private static SmtpReply refusalOf(SmtpReply data) {
        return data.isPositive() ? SmtpReply.ours(451, "4.5.0 unexpected reply to DATA: " + data) : data;
    }

    private static List<SmtpReply> decidedBy(SmtpReply decisive, List<SmtpReply> rcpt) {
        return rcpt.stream().map(reply -> reply.isPositive() ? decisive : reply).collect(Collectors.toList());
    }

    private TransactionResult answered(List<SmtpReply> replies) {
        return TransactionResult.answered(
                forEverybody(replies.stream().map(Optional::of).collect(Collectors.toList())));
    }

    /** Who was refused stays refused; who was accepted, or not answered, has no reply. */
    private TransactionResult cutOff(List<SmtpReply> rcpt, Throwable failure, boolean messageSent) {
        List<Optional<SmtpReply>> refusals = rcpt.stream()
                .map(reply -> Optional.of(reply).filter(known -> !known.isPositive()))
                .collect(Collectors.toCollection(ArrayList::new));
        while (refusals.size() < recipients.size()) {
            refusals.add(Optional.empty());
        }
        boolean undecided = messageSent && failure instanceof TimeoutException;
        return TransactionResult.cutOff(undecided ? Ending.UNDECIDED : Ending.BROKEN, forEverybody(refusals), failure);
    }

    /** Puts the answers about those who were named to the server in line with those who cannot be. */
    private List<Optional<SmtpReply>> forEverybody(List<Optional<SmtpReply>> sendable) {
        List<Optional<SmtpReply>> all = new ArrayList<>();
        int next = 0;
        for (EnvelopeRecipient recipient : envelope.recipients()) {
            all.add(
                    recipient.isSendable()
                            ? sendable.get(next++)
                            : Optional.of(SmtpReply.ours(553, "5.1.3 the recipient's address cannot be sent")));
        }
        return all;
    }
}
