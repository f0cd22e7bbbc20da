package dev.strongpost.mailets.delivery;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.github.fge.lambdas.Throwing;

/** Prepares a mail for the host it goes to, and sends it: authentication, size, 7 or 8 bits, then the transaction. */
final class MailCourier implements HostWalk.Courier {
    private static final Logger LOGGER = LoggerFactory.getLogger(MailCourier.class);

    private final Optional<Credentials> credentials;
    private final Executor workers;

    MailCourier(Optional<Credentials> credentials, Executor workers) {
        this.credentials = credentials;
        this.workers = workers;
    }

    @Override
    public CompletableFuture<List<Reply>> send(
            SmtpConnection connection, Shipment shipment, List<Recipient> recipients) {
        return authenticate(connection)
                .thenCompose(refusal -> refusal.isPresent()
                        ? all(recipients, refusal.get())
                        : sendBody(connection, shipment, recipients));
    }

    private CompletableFuture<Optional<Reply>> authenticate(SmtpConnection connection) {
        return credentials
                .map(known -> connection.authenticate(known).thenApply(MailCourier::refusal))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private static Optional<Reply> refusal(Reply reply) {
        // A wrong password is this server's mistake, to be mended; no reason to bounce the mail of others.
        return reply.code() == 235
                ? Optional.empty()
                : Optional.of(Reply.of(454, "4.7.0 authentication at the gateway failed: " + reply));
    }

    private CompletableFuture<List<Reply>> sendBody(
            SmtpConnection connection, Shipment shipment, List<Recipient> recipients) {
        return Async.branch(
                body(shipment.content(), connection.capabilities().has("8BITMIME")),
                body -> obstacle(connection, shipment, body)
                        .map(reply -> all(recipients, reply))
                        .orElseGet(() -> new SmtpTransaction(connection, shipment, recipients, body).run()),
                failure -> unreadable(shipment, recipients, Failures.root(failure)));
    }

    private CompletableFuture<MessageBody> body(MailContent content, boolean eightBitMime) {
        return content.prepared(eightBitMime)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.supplyAsync(
                        Throwing.supplier(() -> content.body(eightBitMime)).sneakyThrow(), workers));
    }

    private static CompletableFuture<List<Reply>> unreadable(
            Shipment shipment, List<Recipient> recipients, Throwable failure) {
        // Not the host's doing: the connection is as good as before. The reason stays here, it can name files.
        LOGGER.error("mail={} cannot be read", shipment.mail().getName(), failure);
        return all(recipients, Reply.of(451, "4.3.0 this server cannot read the message"));
    }

    private static Optional<Reply> obstacle(SmtpConnection connection, Shipment shipment, MessageBody body) {
        OptionalLong limit = connection.capabilities().maximumSize();
        if (limit.isPresent() && body.size() > limit.getAsLong()) {
            // RFC 1870 section 6.1: the client may treat this as if the server had said 552.
            return Optional.of(Reply.of(
                    552,
                    "5.3.4 message of " + body.size() + " bytes exceeds the limit of " + limit.getAsLong() + " of "
                            + connection.destination()));
        }
        if (shipment.needsSmtpUtf8() && !connection.capabilities().has("SMTPUTF8")) {
            // RFC 6531 section 3.5.
            return Optional.of(
                    Reply.of(553, "5.6.7 " + connection.destination() + " does not take internationalized addresses"));
        }
        return Optional.empty();
    }

    private static CompletableFuture<List<Reply>> all(List<Recipient> recipients, Reply reply) {
        return CompletableFuture.completedFuture(Collections.nCopies(recipients.size(), reply));
    }
}
