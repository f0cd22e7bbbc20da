package dev.strongpost.smtpclient;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

import com.hubspot.smtp.client.SmtpSession;
import com.hubspot.smtp.client.SmtpSessionConfig;
import com.hubspot.smtp.client.SmtpSessionFactory;

import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsSession;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.smtp.DefaultSmtpRequest;
import io.netty.handler.codec.smtp.SmtpCommand;
import io.netty.handler.codec.smtp.SmtpRequest;
import io.netty.handler.codec.smtp.SmtpResponse;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;

/** One connection while it is being opened: the steps that {@link SmtpConnector} puts in order. */
final class Opening {
    private static final SmtpCommand STARTTLS = SmtpCommand.valueOf("STARTTLS");
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Destination destination;
    private final SmtpSession session;
    private final ReplyGuard guard;
    private final ConnectionSettings settings;
    private Capabilities capabilities = Capabilities.none();
    private boolean ehloRefused;
    private boolean secured;

    private Opening(Destination destination, SmtpSession session, ReplyGuard guard, ConnectionSettings settings) {
        this.destination = destination;
        this.session = session;
        this.guard = guard;
        this.settings = settings;
    }

    /**
     * Connects and waits for the greeting.
     *
     * @return the open connection; fails with {@link HostUnreachableException} when there is none, or the host does not
     *     want us
     */
    static CompletableFuture<Opening> dial(
            SmtpSessionFactory factory, ConnectionSettings settings, Destination destination) {
        ReplyGuard guard = new ReplyGuard(settings.connectTimeout(), settings.replyTimeout());
        return Async.branch(
                factory.connect(sessionConfig(settings, destination, guard)),
                greeting -> new Opening(destination, greeting.getSession(), guard, settings)
                        .greeted(SmtpReply.from(greeting.getResponses().get(0))),
                failure -> unreachable("connect to " + destination, failure, false));
    }

    private static SmtpSessionConfig sessionConfig(
            ConnectionSettings settings, Destination destination, ReplyGuard guard) {
        return SmtpSessionConfig.builder()
                .remoteAddress(destination.address())
                .localAddress(settings.bindAddress())
                // The guard ends sooner. The engine has no limit for a reply that parts of a message prolong.
                .initialResponseTimeout(
                        settings.connectTimeout().plus(settings.replyTimeout()).plus(MARGIN))
                .connectionId(destination.toString())
                .addFirstCustomHandlers(new ChannelHandler[] {guard})
                .build();
    }

    private static <T> CompletableFuture<T> unreachable(String where, Throwable failure, boolean secured) {
        return CompletableFuture.failedFuture(
                new HostUnreachableException(where + ": " + ErrorDescriptions.describe(failure), failure, secured));
    }

    private CompletableFuture<Opening> greeted(SmtpReply greeting) {
        return greeting.code() == 220 ? CompletableFuture.completedFuture(this) : refused(greeting);
    }

    private CompletableFuture<Opening> refused(SmtpReply reply) {
        guard.close();
        return CompletableFuture.failedFuture(
                new HostUnreachableException(destination + " said: " + reply, null, secured));
    }

    /** Returns {@code step}, with this connection closed should it fail, whatever the reason. */
    <T> CompletableFuture<T> orClosed(CompletableFuture<T> step) {
        return step.whenComplete((done, failure) -> {
            if (failure != null) {
                guard.close();
            }
        });
    }

    /** Returns what the last EHLO announced. */
    Capabilities capabilities() {
        return capabilities;
    }

    /** Tells whether the connection still stands. */
    boolean isOpen() {
        return guard.channel().isActive();
    }

    /**
     * Sends EHLO. A server that does not know it (5yz) has no extensions; one that answers 4yz is not reachable now.
     */
    CompletableFuture<Opening> ehlo(String heloName) {
        return command(new DefaultSmtpRequest(SmtpCommand.EHLO, heloName)).thenCompose(response -> {
            SmtpReply reply = SmtpReply.from(response);
            ehloRefused = reply.isPermanent();
            if (reply.code() != 250 && !ehloRefused) {
                return refused(reply);
            }
            capabilities = ehloRefused ? Capabilities.none() : Capabilities.from(response);
            return CompletableFuture.completedFuture(this);
        });
    }

    /** Sends HELO if EHLO was refused, RFC 5321 section 3.2. Only for mail that may travel in clear. */
    CompletableFuture<Opening> ensureGreeted(String heloName) {
        if (!ehloRefused) {
            return CompletableFuture.completedFuture(this);
        }
        return command(new DefaultSmtpRequest(SmtpCommand.HELO, heloName)).thenCompose(response -> {
            SmtpReply reply = SmtpReply.from(response);
            return reply.code() == 250 ? CompletableFuture.completedFuture(this) : refused(reply);
        });
    }

    private CompletableFuture<SmtpResponse> command(SmtpRequest request) {
        guard.expect(1);
        return Async.branch(
                guard.orClosed(session.send(request)),
                response -> CompletableFuture.completedFuture(
                        response.getResponses().get(0)),
                failure -> {
                    guard.close();
                    return unreachable(destination + " at " + request.command().name(), failure, secured);
                });
    }

    /**
     * Sends STARTTLS and shakes hands. Whatever goes wrong is evidence, not an error; the connection is closed then,
     * but for a reply other than 220, which leaves it as it was.
     *
     * @param engine makes the TLS engine; called only when the server agrees
     * @param identify finds out what the peer of a session proved about itself; runs on the event loop
     * @param events is told how the handshake went
     */
    CompletableFuture<TlsEvidence> startTls(
            Supplier<SSLEngine> engine, Function<SSLSession, PeerIdentity> identify, ConnectionEvents events) {
        return command(new DefaultSmtpRequest(STARTTLS))
                .thenCompose(response -> {
                    SmtpReply reply = SmtpReply.from(response);
                    return reply.code() == 220
                            ? handshake(engine, events).thenApply(session -> sessionEvidence(session, identify))
                            : CompletableFuture.completedFuture(TlsEvidence.refused(reply.toString()));
                })
                .exceptionally(failure -> {
                    guard.close();
                    return TlsEvidence.handshakeFailed(
                            ErrorDescriptions.describe(failure), ErrorDescriptions.isProvenByHandshake(failure));
                });
    }

    private CompletableFuture<SSLSession> handshake(Supplier<SSLEngine> engine, ConnectionEvents events) {
        // We are on the event loop, inside the read of the 220. The guard has seen that nothing follows it, so the
        // next byte from the peer is the first that the TLS handler gets.
        SslHandler tls = new SslHandler(engine.get());
        tls.setHandshakeTimeout(settings.replyTimeout().toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<SSLSession> session = new CompletableFuture<>();
        Instant began = Instant.now();
        long start = System.nanoTime();
        Future<?> unusedHandshake = tls.handshakeFuture().addListener(done -> {
            secured = done.isSuccess();
            if (secured) {
                SSLSession established = tls.engine().getSession();
                events.handshake(Resumption.isResumed(established, began), System.nanoTime() - start);
                session.complete(established);
            } else {
                events.handshakeFailed();
                session.completeExceptionally(done.cause());
            }
        });
        guard.channel().pipeline().addFirst(tls);
        return session;
    }

    private TlsEvidence sessionEvidence(SSLSession session, Function<SSLSession, PeerIdentity> identify) {
        return TlsEvidence.session(sessionOf(session, identify));
    }

    private TlsSession sessionOf(SSLSession tls, Function<SSLSession, PeerIdentity> identify) {
        TlsProtocol protocol = TlsProtocol.parse(tls.getProtocol())
                .orElseThrow(() -> new IllegalStateException("unknown protocol " + tls.getProtocol()));
        String host = destination.hostName().toLowerCase(Locale.ROOT);
        return TlsSession.of(protocol, tls.getCipherSuite(), identify.apply(tls).reachedAs(host));
    }

    /**
     * Returns this connection with the evidence of its handshake.
     *
     * @param workers read the messages that are too large for memory
     */
    SmtpConnection connection(TlsProfile profile, TlsEvidence evidence, Executor workers) {
        guard.channel().pipeline().addLast(new MessageWriter(workers, guard));
        return new SmtpConnection(destination, profile, session, guard, capabilities, evidence);
    }
}
