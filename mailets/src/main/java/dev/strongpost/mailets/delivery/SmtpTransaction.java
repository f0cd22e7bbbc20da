package dev.strongpost.mailets.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import com.google.common.collect.ImmutableList;

import io.netty.handler.codec.smtp.DefaultSmtpRequest;
import io.netty.handler.codec.smtp.SmtpCommand;
import io.netty.handler.codec.smtp.SmtpRequest;

/**
 * One mail transaction on a connection whose evidence was accepted: MAIL, RCPT, DATA, the message (RFC 5321 section 3.3),
 * pipelined where the server announces it (RFC 2920). Where it announces CHUNKING too (RFC 3030), a message in memory goes
 * in the same burst, and the transaction takes one round trip. A recipient that is refused does not fail the others.
 */
final class SmtpTransaction {

    /** The connection broke. Says whether the peer may have taken the message all the same. */
    static final class Interrupted extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean afterFinalDot;

        private Interrupted(Throwable cause, boolean afterFinalDot) {
            super(Failures.describe(cause), cause);
            this.afterFinalDot = afterFinalDot;
        }

        /** Tells whether the final dot was on its way, so that sending the mail again may deliver it twice. */
        boolean isAfterFinalDot() {
            return afterFinalDot;
        }
    }

    private final SmtpConnection connection;
    private final Shipment shipment;
    private final List<Recipient> recipients;
    private final MessageBody body;
    /** Whether the end of the message is on its way, whatever came before it. */
    private volatile boolean finalDotSent;

    SmtpTransaction(SmtpConnection connection, Shipment shipment, List<Recipient> recipients, MessageBody body) {
        this.connection = connection;
        this.shipment = shipment;
        this.recipients = ImmutableList.copyOf(recipients);
        this.body = body;
    }

    /**
     * Runs the transaction.
     *
     * @return the reply that decided for each recipient, in the order given; fails with {@link Interrupted} when the
     *     connection broke before that was known
     */
    CompletableFuture<List<Reply>> run() {
        connection.beginTransaction();
        return Async.branch(
                isOneBurst() ? sendAtOnce() : sendEnvelope().thenCompose(this::sendMessage),
                CompletableFuture::completedFuture,
                failure -> interrupted(Failures.root(failure)));
    }

    private boolean isOneBurst() {
        return body.isInMemory()
                && connection.capabilities().has("CHUNKING")
                && connection.capabilities().has("PIPELINING");
    }

    /**
     * A kept connection that closes without a yes to MAIL was, in all likelihood, closed before the burst came. One that stays
     * silent may be busy with the message: RFC 2920 section 3.2 lets a server hold back its replies to the last.
     */
    private CompletableFuture<List<Reply>> interrupted(Throwable cause) {
        boolean burstTaken = isOneBurst() && (connection.hasConsent() || cause instanceof TimeoutException);
        return CompletableFuture.failedFuture(new Interrupted(cause, finalDotSent || burstTaken));
    }

    private CompletableFuture<List<Reply>> sendAtOnce() {
        List<SmtpRequest> commands = envelope();
        MessageRequest message = MessageRequest.chunk(body);
        commands.add(message);
        return connection.sendPipelined(commands).thenApply(replies -> settleBurst(replies, message));
    }

    private List<Reply> settleBurst(List<Reply> replies, MessageRequest sent) {
        Reply mail = replies.get(0);
        Reply message = replies.get(1 + recipients.size());
        end(sent, message);
        return mail.isPositive()
                ? decidedBy(message, withoutTooMany(replies.subList(1, 1 + recipients.size())))
                : Collections.nCopies(recipients.size(), mail);
    }

    /** Leaves the connection to the next mail: as it is, to be reset first, or not at all while this one is on its way. */
    private void end(MessageRequest sent, Reply answer) {
        if (!sent.isWritten()) {
            connection.abort();
        } else if (answer.isPositive()) {
            connection.endTransaction();
        }
    }

    private List<SmtpRequest> envelope() {
        List<SmtpRequest> commands = new ArrayList<>();
        commands.add(shipment.mailCommand(connection.capabilities(), body));
        recipients.forEach(recipient -> commands.add(recipient.rcptCommand(connection.capabilities())));
        return commands;
    }

    private CompletableFuture<List<Reply>> sendEnvelope() {
        List<SmtpRequest> commands = envelope();
        commands.add(new DefaultSmtpRequest(SmtpCommand.DATA));
        return connection.capabilities().has("PIPELINING")
                ? connection.sendPipelined(commands)
                : sendInTurn(commands, 0, new ArrayList<>());
    }

    private CompletableFuture<List<Reply>> sendInTurn(List<SmtpRequest> commands, int next, List<Reply> replies) {
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
    private static boolean isPointless(List<SmtpRequest> commands, int next, List<Reply> replies) {
        if (next == 0) {
            return false;
        }
        boolean anyRecipient = replies.stream().skip(1).anyMatch(Reply::isPositive);
        return !replies.get(0).isPositive() || (next == commands.size() - 1 && !anyRecipient);
    }

    private CompletableFuture<List<Reply>> sendMessage(List<Reply> replies) {
        Reply mail = replies.get(0);
        if (!mail.isPositive()) {
            return settled(() -> ImmutableList.copyOf(Collections.nCopies(recipients.size(), mail)), replies);
        }
        List<Reply> rcpt = withoutTooMany(replies.subList(1, 1 + recipients.size()));
        if (rcpt.stream().noneMatch(Reply::isPositive)) {
            return settled(() -> ImmutableList.copyOf(rcpt), replies);
        }
        Reply data = replies.get(1 + recipients.size());
        if (data.code() != 354) {
            return settled(() -> decidedBy(refusalOf(data), rcpt), replies);
        }
        return sendBody().thenApply(answer -> decidedBy(answer, rcpt));
    }

    private CompletableFuture<Reply> sendBody() {
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
     * Takes 552 for 452 behind a recipient that was accepted. RFC 5321 section 4.5.3.1.10: some servers say so when they
     * take no more recipients in this transaction, which is no reason to give up those that are left.
     */
    private static List<Reply> withoutTooMany(List<Reply> rcpt) {
        List<Reply> result = new ArrayList<>();
        boolean anyAccepted = false;
        for (Reply reply : rcpt) {
            result.add(anyAccepted && reply.code() == 552 ? Reply.of(452, "after other recipients: " + reply) : reply);
            anyAccepted |= reply.isPositive();
        }
        return result;
    }

    /** Returns why the message was not sent. A server that calls DATA done has taken nothing: only 354 asks for the message. */
    private static Reply refusalOf(Reply data) {
        return data.isPositive() ? Reply.of(451, "4.5.0 unexpected reply to DATA: " + data) : data;
    }

    /** Ends without a message. Where DATA was answered 354 all the same, only closing keeps the peer from waiting. */
    private CompletableFuture<List<Reply>> settled(Supplier<List<Reply>> result, List<Reply> replies) {
        boolean awaitsMessage = replies.size() == recipients.size() + 2
                && replies.get(replies.size() - 1).code() == 354;
        if (awaitsMessage) {
            connection.abort();
        }
        return CompletableFuture.completedFuture(result.get());
    }

    private static List<Reply> decidedBy(Reply decisive, List<Reply> rcpt) {
        return rcpt.stream()
                .map(reply -> reply.isPositive() ? decisive : reply)
                .collect(ImmutableList.toImmutableList());
    }
}
