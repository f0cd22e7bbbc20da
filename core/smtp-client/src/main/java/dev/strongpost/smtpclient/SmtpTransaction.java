package dev.strongpost.smtpclient;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import com.google.common.collect.ImmutableList;

import dev.strongpost.smtpclient.message.MessageBody;
import io.netty.handler.codec.smtp.DefaultSmtpRequest;
import io.netty.handler.codec.smtp.SmtpCommand;
import io.netty.handler.codec.smtp.SmtpRequest;

/**
 * One mail transaction on a connection whose evidence was accepted: MAIL, RCPT, DATA, the message (RFC 5321 section
 * 3.3), pipelined where the server announces it (RFC 2920). Where it announces CHUNKING too (RFC 3030), a message in
 * memory goes in the same burst, and the transaction takes one round trip. A recipient that is refused does not fail
 * the others.
 */
public final class SmtpTransaction {

    /** The connection broke. Says whether the peer may have taken the message all the same. */
    public static final class Interrupted extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean afterFinalDot;

        private Interrupted(Throwable cause, boolean afterFinalDot) {
            super(ErrorDescriptions.describe(cause), cause);
            this.afterFinalDot = afterFinalDot;
        }

        /** Tells whether the final dot was on its way, so that sending the mail again may deliver it twice. */
        public boolean isAfterFinalDot() {
            return afterFinalDot;
        }
    }

    private final SmtpConnection connection;
    private final Envelope envelope;
    private final ImmutableList<EnvelopeRecipient> recipients;
    private final MessageBody body;
    /** Whether the end of the message is on its way, whatever came before it. */
    private volatile boolean finalDotSent;

    public SmtpTransaction(SmtpConnection connection, Envelope envelope, MessageBody body) {
        this.connection = connection;
        this.envelope = envelope;
        this.recipients = envelope.recipients();
        this.body = body;
    }

    /**
     * Runs the transaction.
     *
     * @return the reply that decided for each recipient, in the order given; fails with {@link Interrupted} when the
     *     connection broke before that was known
     */
    public CompletableFuture<List<SmtpReply>> run() {
        connection.beginTransaction();
        return Async.branch(
                isOneBurst() ? sendAtOnce() : sendEnvelope().thenCompose(this::sendMessage),
                CompletableFuture::completedFuture,
                failure -> interrupted(ErrorDescriptions.root(failure)));
    }

    private boolean isOneBurst() {
        return body.isInMemory()
                && connection.capabilities().has("CHUNKING")
                && connection.capabilities().has("PIPELINING");
    }

    /**
     * A kept connection that closes without a yes to MAIL was, in all likelihood, closed before the burst came. One
     * that stays silent may be busy with the message: RFC 2920 section 3.2 lets a server hold back its replies to the
     * last.
     */
    private CompletableFuture<List<SmtpReply>> interrupted(Throwable cause) {
        boolean burstTaken = isOneBurst() && (connection.hasConsent() || cause instanceof TimeoutException);
        return CompletableFuture.failedFuture(new Interrupted(cause, finalDotSent || burstTaken));
    }

    private CompletableFuture<List<SmtpReply>> sendAtOnce() {
        List<SmtpRequest> commands = commands();
        MessageRequest message = MessageRequest.chunk(body);
        commands.add(message);
        return connection.sendPipelined(commands).thenApply(replies -> settleBurst(replies, message));
    }

    private List<SmtpReply> settleBurst(List<SmtpReply> replies, MessageRequest sent) {
        SmtpReply mail = replies.get(0);
        SmtpReply message = replies.get(1 + recipients.size());
        end(sent, message);
        return mail.isPositive()
                ? decidedBy(message, withoutTooMany(replies.subList(1, 1 + recipients.size())))
                : Collections.nCopies(recipients.size(), mail);
    }

    /**
     * Leaves the connection to the next mail: as it is, to be reset first, or not at all while this one is on its way.
     */
    private void end(MessageRequest sent, SmtpReply answer) {
        if (!sent.isWritten()) {
            connection.abort();
        } else if (answer.isPositive()) {
            connection.endTransaction();
        }
    }

    private List<SmtpRequest> commands() {
        List<SmtpRequest> commands = new ArrayList<>();
        commands.add(envelope.mailCommand(connection.capabilities(), body));
        recipients.forEach(recipient -> commands.add(recipient.rcptCommand(connection.capabilities())));
        return commands;
    }

    private CompletableFuture<List<SmtpReply>> sendEnvelope() {
        List<SmtpRequest> commands = commands();
        commands.add(new DefaultSmtpRequest(SmtpCommand.DATA));
        return connection.capabilities().has("PIPELINING")
                ? connection.sendPipelined(commands)
                : sendInTurn(commands, 0, new ArrayList<>());
    }

    private CompletableFuture<List<SmtpReply>> sendInTurn(
            List<SmtpRequest> commands, int next, List<SmtpReply> replies) {
        boolean pointless = isPointless(commands, next, replies);
        if (next == commands.size() || pointless) {
            return CompletableFuture.completedFuture(replies);
        }
        return connection.send(commands.get(next)).thenCompose(reply -> {
            replies.add(reply);
            return sendInTurn(commands, next + 1, replies);
        });
    }

    /** After a refused MAIL nothing else makes sense; DATA makes none when no recipient was taken. */
    private static boolean isPointless(List<SmtpRequest> commands, int next, List<SmtpReply> replies) {
        if (next == 0) {
            return false;
        }
        boolean anyRecipient = replies.stream().skip(1).anyMatch(SmtpReply::isPositive);
        return !replies.get(0).isPositive() || (next == commands.size() - 1 && !anyRecipient);
    }

    private CompletableFuture<List<SmtpReply>> sendMessage(List<SmtpReply> replies) {
        SmtpReply mail = replies.get(0);
        if (!mail.isPositive()) {
            return settled(() -> ImmutableList.copyOf(Collections.nCopies(recipients.size(), mail)), replies);
        }
        List<SmtpReply> rcpt = withoutTooMany(replies.subList(1, 1 + recipients.size()));
        if (rcpt.stream().noneMatch(SmtpReply::isPositive)) {
            return settled(() -> ImmutableList.copyOf(rcpt), replies);
        }
        SmtpReply data = replies.get(1 + recipients.size());
        if (data.code() != 354) {
            return settled(() -> decidedBy(refusalOf(data), rcpt), replies);
        }
        return sendBody().thenApply(answer -> decidedBy(answer, rcpt));
    }

    private CompletableFuture<SmtpReply> sendBody() {
        try {
            MessageRequest message = MessageRequest.data(body);
            finalDotSent = true;
            return connection.send(message).whenComplete((answer, failure) -> {
                if (answer != null) {
                    end(message, answer);
                }
            });
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Takes 552 for 452 behind a recipient that was accepted. RFC 5321 section 4.5.3.1.10: some servers say so when
     * they take no more recipients in this transaction, which is no reason to give up those that are left.
     */
    private static List<SmtpReply> withoutTooMany(List<SmtpReply> rcpt) {
        List<SmtpReply> result = new ArrayList<>();
        boolean anyAccepted = false;
        for (SmtpReply reply : rcpt) {
            result.add(
                    anyAccepted && reply.code() == 552 ? SmtpReply.of(452, "after other recipients: " + reply) : reply);
            anyAccepted |= reply.isPositive();
        }
        return result;
    }

    /**
     * Returns why the message was not sent. A server that calls DATA done has taken nothing: only 354 asks for the
     * message.
     */
    private static SmtpReply refusalOf(SmtpReply data) {
        return data.isPositive() ? SmtpReply.of(451, "4.5.0 unexpected reply to DATA: " + data) : data;
    }

    /** Ends without a message. Where DATA was answered 354 all the same, only closing keeps the peer from waiting. */
    private CompletableFuture<List<SmtpReply>> settled(Supplier<List<SmtpReply>> result, List<SmtpReply> replies) {
        boolean awaitsMessage = replies.size() == recipients.size() + 2
                && replies.get(replies.size() - 1).code() == 354;
        if (awaitsMessage) {
            connection.abort();
        }
        return CompletableFuture.completedFuture(result.get());
    }

    private static List<SmtpReply> decidedBy(SmtpReply decisive, List<SmtpReply> rcpt) {
        return rcpt.stream()
                .map(reply -> reply.isPositive() ? decisive : reply)
                .collect(ImmutableList.toImmutableList());
    }
}
