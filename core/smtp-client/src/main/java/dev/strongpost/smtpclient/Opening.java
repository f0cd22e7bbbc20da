// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import javax.net.ssl.SSLSession;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsSession;
import dev.strongpost.smtpclient.protocol.Capabilities;
import dev.strongpost.smtpclient.protocol.SmtpChannel;
import dev.strongpost.smtpclient.protocol.SmtpCommands;
import dev.strongpost.smtpclient.protocol.SmtpReply;
import io.netty.handler.ssl.SslHandler;

/** One connection while it is being opened: the steps that {@link SmtpConnector} puts in order. On its event loop. */
final class Opening {
    /** The replies of a server that does not know a command, RFC 5321 section 4.2.4. Any other 5yz is a refusal. */
    private static final ImmutableSet<Integer> UNKNOWN_COMMAND = ImmutableSet.of(500, 501, 502, 504);

    private final Destination destination;
    private final SmtpChannel channel;
    private final Duration replyTimeout;
    private Capabilities capabilities = Capabilities.none();
    private boolean ehloUnknown;
    private boolean secured;

    /**
     * Begins with a connection on which nothing was said.
     *
     * @param replyTimeout the time for a handshake
     */
    Opening(Destination destination, SmtpChannel channel, Duration replyTimeout) {
        this.destination = destination;
        this.channel = channel;
        this.replyTimeout = replyTimeout;
    }

    /** Waits for the greeting; fails with {@link HostUnreachableException} when the host does not want us. */
    CompletableFuture<Opening> greeted() {
        return named("connect to " + destination, channel.greeting())
                .thenCompose(greeting ->
                        greeting.code() == 220 ? CompletableFuture.completedFuture(this) : refused(greeting));
    }

    private CompletableFuture<Opening> refused(SmtpReply reply) {
        return CompletableFuture.failedFuture(HostUnreachableException.refused(destination, reply, secured));
    }

    private <T> CompletableFuture<T> named(String step, CompletableFuture<T> future) {
        return Async.branch(
                future,
                CompletableFuture::completedFuture,
                failure -> CompletableFuture.failedFuture(HostUnreachableException.at(step, failure, secured)));
    }

    private CompletableFuture<SmtpReply> command(String verb, String argument) {
        return named(destination + " at " + verb, channel.send(SmtpCommands.line(verb, ImmutableList.of(argument))));
    }

    /** Returns {@code step}, with this connection closed should it fail, whatever the reason. */
    <T> CompletableFuture<T> orClosed(CompletableFuture<T> step) {
        return step.whenComplete((done, failure) -> {
            if (failure != null) {
                channel.close();
            }
        });
    }

    /** Returns what the last EHLO announced. */
    Capabilities capabilities() {
        return capabilities;
    }

    /** Tells whether the connection is still open. */
    boolean isOpen() {
        return channel.isUsable();
    }

    /** Sends EHLO. A server that does not know it has no extensions; one that refuses is not reachable now. */
    CompletableFuture<Opening> ehlo(String heloName) {
        return command("EHLO", heloName).thenCompose(reply -> {
            ehloUnknown = UNKNOWN_COMMAND.contains(reply.code());
            if (reply.code() != 250 && !ehloUnknown) {
                return refused(reply);
            }
            capabilities = ehloUnknown ? Capabilities.none() : Capabilities.from(reply);
            return CompletableFuture.completedFuture(this);
        });
    }

    /** Sends HELO if EHLO is unknown, RFC 5321 section 3.2. Only for mail that may travel over this connection. */
    CompletableFuture<Opening> ensureGreeted(String heloName) {
        if (!ehloUnknown) {
            return CompletableFuture.completedFuture(this);
        }
        return command("HELO", heloName)
                .thenCompose(reply -> reply.code() == 250 ? CompletableFuture.completedFuture(this) : refused(reply));
    }

    /** Makes the handshake on a connection that begins with TLS. Whatever goes wrong is evidence, not an error. */
    CompletableFuture<TlsEvidence> handshakeBefore(
            SslHandler handler,
            ClientHandshake handshake,
            Function<SSLSession, PeerIdentity> identify,
            ConnectionEvents events) {
        return evidence(SmtpChannel.handshake(handler), handler, handshake, identify, events);
    }

    /** Returns the handler that runs the engine of {@code handshake}. */
    static SslHandler handler(ClientHandshake handshake, Duration timeout) {
        SslHandler tls = new SslHandler(handshake.engine());
        tls.setHandshakeTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return tls;
    }

    /**
     * Sends STARTTLS and makes the handshake. Whatever goes wrong is evidence, not an error; the connection is closed
     * then, but for a reply other than 220, which leaves it as it was.
     *
     * @param identify finds out what the peer of a session proved about itself; runs on the event loop
     * @param events is told how the handshake went
     */
    CompletableFuture<TlsEvidence> startTls(
            ClientHandshake handshake, Function<SSLSession, PeerIdentity> identify, ConnectionEvents events) {
        return Async.branch(
                named(destination + " at STARTTLS", channel.sendLast("STARTTLS")),
                reply -> reply.code() == 220
                        ? secure(handshake, identify, events)
                        : CompletableFuture.completedFuture(TlsEvidence.refused(reply.toString())),
                failure -> {
                    channel.close();
                    return CompletableFuture.completedFuture(handshake.failed(failure));
                });
    }

    private CompletableFuture<TlsEvidence> secure(
            ClientHandshake handshake, Function<SSLSession, PeerIdentity> identify, ConnectionEvents events) {
        // We are on the event loop, behind the read of the 220. The channel has seen that nothing follows it, so the
        // next byte from the peer is the first that the TLS handler gets.
        SslHandler tls = handler(handshake, replyTimeout);
        return evidence(channel.secure(tls), tls, handshake, identify, events);
    }

    private CompletableFuture<TlsEvidence> evidence(
            CompletableFuture<Void> done,
            SslHandler tls,
            ClientHandshake handshake,
            Function<SSLSession, PeerIdentity> identify,
            ConnectionEvents events) {
        Instant began = Instant.now();
        long start = System.nanoTime();
        return done.handle((ended, failure) -> {
            secured = failure == null;
            if (failure != null) {
                events.handshakeFailed();
                channel.close();
                return handshake.failed(failure);
            }
            handshake.succeeded();
            SSLSession session = tls.engine().getSession();
            boolean resumed = Resumption.isResumed(session, began);
            events.handshake(resumed, System.nanoTime() - start);
            return evidence(session, resumed, identify);
        });
    }

    private TlsEvidence evidence(SSLSession session, boolean resumed, Function<SSLSession, PeerIdentity> identify) {
        TlsProtocol protocol = TlsProtocol.parse(session.getProtocol())
                .orElseThrow(() -> new IllegalStateException("unknown protocol " + session.getProtocol()));
        String host = destination.hostName().toLowerCase(Locale.ROOT);
        TlsSession made = TlsSession.of(
                protocol, session.getCipherSuite(), identify.apply(session).reachedAs(host));
        return TlsEvidence.session(resumed ? made.resumed() : made);
    }

    /** Returns this connection, closed: all that is left of it is its evidence. */
    Opening closed() {
        channel.close();
        return this;
    }

    /** Returns this connection with the evidence of its handshake, ready for mail. */
    SmtpConnection connection(
            TlsProfile profile, TlsEvidence evidence, ConnectionSettings settings, HostMemory memory) {
        channel.opened();
        return new SmtpConnection(destination, profile, channel, capabilities, evidence, settings, memory);
    }
}
