// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.github.fge.lambdas.Throwing;

import dev.strongpost.smtpclient.Async;
import dev.strongpost.smtpclient.Credentials;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.ErrorDescriptions;
import dev.strongpost.smtpclient.SmtpConnection;
import dev.strongpost.smtpclient.SmtpTransaction;
import dev.strongpost.smtpclient.TransactionResult;
import dev.strongpost.smtpclient.message.MessageBody;
import dev.strongpost.smtpclient.mime.UnconvertibleException;
import dev.strongpost.smtpclient.protocol.SmtpReply;

/** Prepares a mail for the host it goes to, and sends it: authentication, size, 7 or 8 bits, then the transaction. */
final class MessageSender implements MxDelivery.Sender {
    private static final Logger LOGGER = LoggerFactory.getLogger(MessageSender.class);

    private final Optional<Credentials> credentials;
    private final GatewayPause gateways;
    private final Executor workers;

    MessageSender(Optional<Credentials> credentials, Clock clock, Executor workers) {
        this.credentials = credentials;
        this.gateways = new GatewayPause(clock);
        this.workers = workers;
    }

    @Override
    public Optional<SmtpReply> refusalOf(Destination destination) {
        return credentials.isPresent() ? gateways.refusalOf(destination) : Optional.empty();
    }

    @Override
    public CompletableFuture<TransactionResult> send(
            SmtpConnection connection, DeliveryAttempt attempt, List<MailAddress> recipients, Runnable onMessageSent) {
        return Async.branch(
                authenticate(connection),
                refusal -> refusal.isPresent()
                        ? all(recipients, refusal.get())
                        : sendBody(connection, attempt, recipients, onMessageSent),
                failure -> CompletableFuture.completedFuture(
                        TransactionResult.broken(recipients.size(), ErrorDescriptions.root(failure))));
    }

    private CompletableFuture<Optional<SmtpReply>> authenticate(SmtpConnection connection) {
        // Those who waited for a connection meanwhile do not repeat what was refused.
        Optional<SmtpReply> refused =
                connection.isAuthenticated() ? Optional.empty() : refusalOf(connection.destination());
        if (refused.isPresent()) {
            return CompletableFuture.completedFuture(refused);
        }
        return credentials
                .map(known -> connection
                        .authenticate(known)
                        .thenApply(reply -> gateways.authenticated(connection.destination(), reply)))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private CompletableFuture<TransactionResult> sendBody(
            SmtpConnection connection, DeliveryAttempt attempt, List<MailAddress> recipients, Runnable onMessageSent) {
        return Async.branch(
                body(attempt.content(), connection.capabilities().has("8BITMIME")),
                body -> obstacle(connection, attempt, body)
                        .map(reply -> unfit(recipients, reply))
                        .orElseGet(
                                () -> new SmtpTransaction(connection, attempt.envelope(recipients), body, onMessageSent)
                                        .run()),
                failure -> unreadable(connection, attempt, recipients, ErrorDescriptions.root(failure)));
    }

    private CompletableFuture<MessageBody> body(MailContent content, boolean eightBitMime) {
        return content.prepared(eightBitMime)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.supplyAsync(
                        Throwing.supplier(() -> content.body(eightBitMime)).sneakyThrow(), workers));
    }

    private static CompletableFuture<TransactionResult> unreadable(
            SmtpConnection connection, DeliveryAttempt attempt, List<MailAddress> recipients, Throwable failure) {
        if (failure instanceof UnconvertibleException) {
            // RFC 6152 section 3, RFC 3463: 5.6.3 conversion required but not supported.
            return unfit(
                    recipients,
                    SmtpReply.ours(
                            554,
                            "5.6.3 " + connection.destination().hostName()
                                    + " takes no 8-bit text (8BITMIME), and the message cannot be converted: "
                                    + failure.getMessage()));
        }
        // Not the host's doing: the connection is as good as before. The reason stays here, it can name files.
        LOGGER.error("mail={} cannot be read", attempt.mail().getName(), failure);
        return all(recipients, SmtpReply.ours(451, "4.3.0 this server cannot read the message"));
    }

    private static Optional<SmtpReply> obstacle(SmtpConnection connection, DeliveryAttempt attempt, MessageBody body) {
        OptionalLong limit = connection.capabilities().maximumSize();
        if (limit.isPresent() && body.size() > limit.getAsLong()) {
            // RFC 1870 section 6.1: the client may treat this as if the server had said 552.
            return Optional.of(SmtpReply.ours(
                    552,
                    "5.3.4 message of " + body.size() + " bytes exceeds the limit of " + limit.getAsLong() + " of "
                            + connection.destination()));
        }
        if (attempt.envelope(attempt.recipients()).needsSmtpUtf8()
                && !connection.capabilities().has("SMTPUTF8")) {
            // RFC 6531 section 3.5.
            return Optional.of(SmtpReply.ours(
                    553, "5.6.7 " + connection.destination() + " does not take internationalized addresses"));
        }
        return Optional.empty();
    }

    /** Says that this host cannot take the message, and why. Another one may. */
    private static CompletableFuture<TransactionResult> unfit(List<MailAddress> recipients, SmtpReply reason) {
        return CompletableFuture.completedFuture(TransactionResult.unfit(recipients.size(), reason));
    }

    private static CompletableFuture<TransactionResult> all(List<MailAddress> recipients, SmtpReply reply) {
        return CompletableFuture.completedFuture(TransactionResult.answered(recipients.size(), reply));
    }
}
