package dev.strongpost.smtpclient;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.common.collect.ImmutableList;
import com.hubspot.smtp.client.SmtpClientResponse;
import com.hubspot.smtp.client.SmtpSession;

import dev.strongpost.policy.decision.TlsEvidence;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.smtp.DefaultSmtpRequest;
import io.netty.handler.codec.smtp.SmtpCommand;
import io.netty.handler.codec.smtp.SmtpRequest;
import io.netty.handler.codec.smtp.SmtpRequests;

/**
 * An open SMTP session with one host, past EHLO and, where it came to that, past STARTTLS. It carries the evidence of
 * its handshake for as long as it lives, so that each mail that is to use it can be judged against it.
 *
 * <p>One mail at a time uses a connection. All futures complete on its event loop.
 */
public final class SmtpConnection {
    private static final SmtpCommand AUTH = SmtpCommand.valueOf("AUTH");
    private static final Duration QUIT_TIMEOUT = Duration.ofSeconds(5);

    private final Destination destination;
    private final TlsProfile profile;
    private final SmtpSession session;
    private final ReplyGuard guard;
    private final Capabilities capabilities;
    private final TlsEvidence evidence;
    private volatile boolean authenticated;
    private volatile boolean transactionOpen;
    private final AtomicInteger transactions = new AtomicInteger();

    SmtpConnection(
            Destination destination,
            TlsProfile profile,
            SmtpSession session,
            ReplyGuard guard,
            Capabilities capabilities,
            TlsEvidence evidence) {
        this.destination = destination;
        this.profile = profile;
        this.session = session;
        this.guard = guard;
        this.capabilities = capabilities;
        this.evidence = evidence;
    }

    /** Returns the host at the other end. */
    public Destination destination() {
        return destination;
    }

    /** Returns how this connection was opened. */
    public TlsProfile profile() {
        return profile;
    }

    /** Returns what the handshake gave, or why there was none. */
    public TlsEvidence evidence() {
        return evidence;
    }

    /** Returns the extensions in force now; those announced before TLS are forgotten, RFC 3207 section 4.2. */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** Tells whether commands can be sent. A peer may have closed without our having noticed yet. */
    public boolean isOpen() {
        return guard.channel().isActive();
    }

    /** Tells whether a mail has used this connection before. */
    public boolean isReused() {
        return transactions.get() > 1;
    }

    /** Returns how many mails have used this connection. */
    public int transactions() {
        return transactions.get();
    }

    /** Marks the beginning of another mail's use of this connection. */
    public void beginTransaction() {
        transactions.incrementAndGet();
        transactionOpen = true;
    }

    /** Marks that the peer is in its initial state again: the message was taken, or RSET was. */
    public void endTransaction() {
        transactionOpen = false;
    }

    /** Tells whether the peer still holds parts of an unfinished transaction. */
    public boolean hasOpenTransaction() {
        return transactionOpen;
    }

    /** Sends one command and returns its reply. */
    CompletableFuture<SmtpReply> send(SmtpRequest request) {
        guard.expect(1);
        return guard.orClosed(session.send(request)).thenApply(SmtpConnection::only);
    }

    /** Sends all commands in one write (RFC 2920 section 3.1) and returns as many replies. */
    CompletableFuture<List<SmtpReply>> sendPipelined(List<SmtpRequest> requests) {
        EventLoop loop = guard.channel().eventLoop();
        // One task for the loop, and not one for each command.
        Executor onLoop = loop.inEventLoop() ? Runnable::run : loop;
        return CompletableFuture.completedFuture(requests).thenComposeAsync(this::burst, onLoop);
    }

    private CompletableFuture<List<SmtpReply>> burst(List<SmtpRequest> requests) {
        guard.expect(requests.size());
        return guard.orClosed(session.sendPipelined(requests.toArray(new SmtpRequest[0])))
                .thenApply(SmtpConnection::all);
    }

    /** Tells whether the peer has said yes to the first of the commands that were sent last. */
    boolean hasConsent() {
        return guard.hasConsent();
    }

    /**
     * Authenticates by PLAIN or else LOGIN (RFC 4954); done at once when this connection is authenticated already.
     *
     * @return the reply that decided
     */
    public CompletableFuture<SmtpReply> authenticate(Credentials credentials) {
        if (authenticated) {
            return CompletableFuture.completedFuture(SmtpReply.of(235, "authenticated before"));
        }
        CompletableFuture<SmtpReply> reply = capabilities.hasAuth("PLAIN")
                ? send(new DefaultSmtpRequest(AUTH, "PLAIN", base64(credentials.plain())))
                : authenticateByLogin(credentials);
        return reply.whenComplete((done, failure) -> authenticated = done != null && done.code() == 235);
    }

    private CompletableFuture<SmtpReply> authenticateByLogin(Credentials credentials) {
        if (!capabilities.hasAuth("LOGIN")) {
            return CompletableFuture.completedFuture(
                    SmtpReply.of(504, "5.5.4 the gateway offers neither AUTH PLAIN nor AUTH LOGIN"));
        }
        return send(new DefaultSmtpRequest(AUTH, "LOGIN"))
                .thenCompose(challenge -> answer(challenge, credentials.userName()))
                .thenCompose(challenge -> answer(challenge, credentials.password()));
    }

    private CompletableFuture<SmtpReply> answer(SmtpReply challenge, String answer) {
        // The engine writes a command as its name and parameters, so the answer goes where the name would.
        return challenge.code() == 334
                ? send(new DefaultSmtpRequest(SmtpCommand.valueOf(base64(answer))))
                : CompletableFuture.completedFuture(challenge);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes the peer back to its initial state, RFC 5321 section 4.1.1.5. */
    public CompletableFuture<SmtpReply> reset() {
        return send(SmtpRequests.rset());
    }

    /** Says QUIT and closes, after 5 seconds at the latest. Does not wait: nothing depends on the answer. */
    public void quit() {
        CompletableFuture<Void> unused = leave();
    }

    /** Does what {@link #quit} does. Done when the connection is closed; does not fail. */
    public CompletableFuture<Void> leave() {
        return goodBye().handle((reply, failure) -> {
            abort();
            return null;
        });
    }

    private CompletableFuture<?> goodBye() {
        if (!isOpen() || hasOpenTransaction()) {
            return CompletableFuture.completedFuture(null);
        }
        guard.closeIn(QUIT_TIMEOUT);
        return send(SmtpRequests.quit());
    }

    /** Closes without a word. Whatever was being sent is not completed by this. */
    public void abort() {
        guard.close();
    }

    private static SmtpReply only(SmtpClientResponse response) {
        return SmtpReply.from(response.getResponses().get(0));
    }

    private static List<SmtpReply> all(SmtpClientResponse response) {
        return response.getResponses().stream().map(SmtpReply::from).collect(ImmutableList.toImmutableList());
    }

    @Override
    public String toString() {
        return destination + " " + evidence.describe();
    }
}
