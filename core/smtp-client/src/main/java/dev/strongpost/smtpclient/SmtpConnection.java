// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.smtpclient.protocol.Capabilities;
import dev.strongpost.smtpclient.protocol.SmtpChannel;
import dev.strongpost.smtpclient.protocol.SmtpReply;

/**
 * An open SMTP session with one host, past EHLO and, where it came to that, past STARTTLS. It carries the evidence of
 * its handshake for as long as it lives, so that each mail that is to use it can be judged against it.
 *
 * <p>One mail at a time uses a connection, but that the next one may send its envelope when only the reply to the
 * message of the one before is still to come. All futures complete on its event loop.
 */
public final class SmtpConnection implements ReusableConnection {
    private static final Duration QUIT_TIMEOUT = Duration.ofSeconds(5);

    private final Destination destination;
    private final TlsProfile profile;
    private final SmtpChannel channel;
    private final Capabilities capabilities;
    private final TlsEvidence evidence;
    private final ConnectionSettings settings;
    private final HostMemory memory;
    private final AtomicInteger transactions = new AtomicInteger();
    private volatile boolean authenticated;
    private volatile boolean needsReset;

    SmtpConnection(
            Destination destination,
            TlsProfile profile,
            SmtpChannel channel,
            Capabilities capabilities,
            TlsEvidence evidence,
            ConnectionSettings settings,
            HostMemory memory) {
        this.destination = destination;
        this.profile = profile;
        this.channel = channel;
        this.capabilities = capabilities;
        this.evidence = evidence;
        this.settings = settings;
        this.memory = memory;
    }

    @Override
    public Destination destination() {
        return destination;
    }

    @Override
    public TlsProfile profile() {
        return profile;
    }

    /** Returns what the handshake gave, or why there was none. */
    public TlsEvidence evidence() {
        return evidence;
    }

    /** Returns the active extensions; those announced before TLS are forgotten, RFC 3207 section 4.2. */
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean isOpen() {
        return channel.isUsable();
    }

    @Override
    public boolean isUsed() {
        return transactions.get() > 0;
    }

    @Override
    public boolean isSpent() {
        // Another handshake may well succeed: cleartext that only a failure has left is for one mail.
        if (evidence.isStartTlsBroken()) {
            return true;
        }
        int most = memory.mailLimit(destination).orElse(Integer.MAX_VALUE);
        return transactions.get() >= Math.min(most, settings.maximumMails());
    }

    @Override
    public boolean needsReset() {
        return needsReset;
    }

    /**
     * Forgets the TLS sessions with this host, so that the next connection makes a full handshake: what this one shows
     * is of an earlier time.
     */
    public void forgetSessions() {
        memory.sessions().forget(destination);
    }

    /** Marks the beginning of a mail's use of this connection, and returns which one it is, from 1. */
    int beginTransaction() {
        return transactions.incrementAndGet();
    }

    /** Notes that the peer holds an envelope for which no message will come. */
    void leaveEnvelope() {
        needsReset = true;
    }

    /** Returns the commands and replies of this connection. */
    SmtpChannel channel() {
        return channel;
    }

    /** Returns the time for the reply to a message. */
    Duration finalReplyTimeout() {
        return settings.finalReplyTimeout();
    }

    /** Tells whether commands may be sent in groups (RFC 2920). */
    boolean isPipelining() {
        return capabilities.has("PIPELINING");
    }

    /** Tells whether the host takes a message by BDAT (RFC 3030), as far as it is known. */
    boolean isChunking() {
        return capabilities.has("CHUNKING") && memory.mayChunk(destination);
    }

    /** Notes that the host announces CHUNKING and does not know BDAT. */
    void noteBrokenChunking() {
        memory.noteBrokenChunking(destination);
    }

    /** Notes that the host takes no more than {@code count} mails on one connection. */
    void noteMailLimit(int count) {
        memory.noteMailLimit(destination, count);
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
        return channel.onLoop(() -> capabilities.hasAuth("PLAIN")
                        ? channel.send("AUTH PLAIN " + base64(credentials.plain()))
                        : authenticateByLogin(credentials))
                .whenComplete((done, failure) -> authenticated = done != null && done.code() == 235);
    }

    /** Tells whether the server has taken our password. */
    public boolean isAuthenticated() {
        return authenticated;
    }

    private CompletableFuture<SmtpReply> authenticateByLogin(Credentials credentials) {
        if (!capabilities.hasAuth("LOGIN")) {
            return CompletableFuture.completedFuture(
                    SmtpReply.ours(504, "5.5.4 the gateway offers neither AUTH PLAIN nor AUTH LOGIN"));
        }
        return channel.send("AUTH LOGIN")
                .thenCompose(challenge -> answer(challenge, credentials.userName()))
                .thenCompose(challenge -> answer(challenge, credentials.password()));
    }

    private CompletableFuture<SmtpReply> answer(SmtpReply challenge, String answer) {
        return challenge.code() == 334 ? channel.send(base64(answer)) : CompletableFuture.completedFuture(challenge);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CompletableFuture<Void> reset() {
        return channel.onLoop(() -> channel.send("RSET")).thenCompose(reply -> {
            needsReset = false;
            return reply.isPositive()
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(new IOException("RSET: " + reply));
        });
    }

    @Override
    public void quit() {
        CompletableFuture<Void> unused = leave();
    }

    /**
     * Says QUIT and closes, after 5 seconds at the latest. Replies that are still open come first: whoever had the
     * connection before may await one. Done when the connection is closed; does not fail.
     */
    public CompletableFuture<Void> leave() {
        return channel.onLoop(channel::quiet)
                .thenCompose(quiet -> channel.onLoop(this::goodBye))
                .handle((reply, failure) -> {
                    abort();
                    return null;
                });
    }

    private CompletableFuture<SmtpReply> goodBye() {
        if (!isOpen()) {
            return CompletableFuture.failedFuture(new IOException("closed before QUIT"));
        }
        channel.closeIn(QUIT_TIMEOUT);
        return channel.send("QUIT");
    }

    /** Closes without a word. Whatever was being sent is not completed by this. */
    public void abort() {
        channel.close();
    }

    @Override
    public String toString() {
        return destination + " " + evidence.describe();
    }
}
