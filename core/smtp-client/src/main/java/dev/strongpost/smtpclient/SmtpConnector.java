// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.net.ssl.SSLSession;

import dev.strongpost.certificates.peer.ChainValidator;
import dev.strongpost.certificates.peer.ChainValidators;
import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.dns.AddressFamily;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.smtpclient.protocol.SmtpChannel;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedWriteHandler;

/**
 * Opens connections: connect, greeting, EHLO, STARTTLS, EHLO again (RFC 5321 section 4.1.1.1, RFC 3207 section 4). It
 * judges nothing. What the handshake gave, or why there is none, becomes the evidence of the connection.
 *
 * <p>Before TLS only EHLO, STARTTLS and QUIT are sent; HELO also, but only where cleartext is allowed.
 */
public final class SmtpConnector {
    private final EventLoopGroup eventLoops;
    private final TlsClientEngines engines;
    private final Function<TlsProfile, ChainValidator> verifiers;
    private final Supplier<String> heloName;
    private final ConnectionSettings settings;
    private final Executor workers;
    private final ConnectionEvents events;
    private final HostMemory memory = new HostMemory();

    /**
     * Returns a connector on the event loops of {@code threads}.
     *
     * @param heloName finds our own name, for EHLO
     */
    public static SmtpConnector on(
            ClientThreads threads,
            ClientIdentities identities,
            Supplier<String> heloName,
            ConnectionSettings settings,
            ConnectionEvents events) {
        ChainValidators verifiers = new ChainValidators(ChainValidator.withJvmAnchors());
        return new SmtpConnector(
                threads,
                new TlsClientEngines(new ClientContexts(identities, Clock.systemUTC())),
                profile -> verifiers.of(profile.trustAnchors()),
                heloName,
                settings,
                events);
    }

    private SmtpConnector(
            ClientThreads threads,
            TlsClientEngines engines,
            Function<TlsProfile, ChainValidator> verifiers,
            Supplier<String> heloName,
            ConnectionSettings settings,
            ConnectionEvents events) {
        this.eventLoops = threads.eventLoops();
        this.workers = threads.workers();
        this.engines = engines;
        this.verifiers = verifiers;
        this.heloName = heloName;
        this.settings = settings;
        this.events = events;
    }

    /**
     * Opens a connection to {@code destination}. Where the profile allows cleartext and TLS does not work out, that is
     * a connection in cleartext; where it does not, the connection may be a closed one that has only its evidence to
     * tell. A destination with TLS before the greeting has TLS whatever the profile says.
     *
     * @return the connection; fails with {@link HostUnreachableException} when there is no SMTP server to talk to
     */
    public CompletableFuture<SmtpConnection> open(Destination destination, TlsProfile profile) {
        return open(destination, profile, true);
    }

    private CompletableFuture<SmtpConnection> open(Destination destination, TlsProfile profile, boolean mayResume) {
        return destination.isImplicitTls()
                ? openInTls(destination, profile, mayResume)
                : openWithStartTls(destination, profile, mayResume);
    }

    /** A connection as it was opened, and whether its TLS may have failed only because it resumed a session. */
    private static final class OpeningAttempt {
        private final SmtpConnection connection;
        private final boolean resumptionFailed;

        private OpeningAttempt(SmtpConnection connection, boolean resumptionFailed) {
            this.connection = connection;
            this.resumptionFailed = resumptionFailed;
        }

        private boolean isToBeRepeated() {
            return resumptionFailed;
        }
    }

    private CompletableFuture<SmtpConnection> openWithStartTls(
            Destination destination, TlsProfile profile, boolean mayResume) {
        return dial(destination, Optional.empty(), opening -> hello(opening)
                        .thenCompose(ready -> secure(ready, destination, profile, mayResume)))
                .thenCompose(attempt -> attempt.isToBeRepeated() && mayResume
                        ? again(attempt, profile)
                        : fallBack(attempt.connection, profile));
    }

    /** A session that cannot be resumed any more says nothing about the host: the full handshake decides. */
    private CompletableFuture<SmtpConnection> again(OpeningAttempt attempt, TlsProfile profile) {
        attempt.connection.abort();
        attempt.connection.forgetSessions();
        return open(attempt.connection.destination(), profile, false);
    }

    private CompletableFuture<Opening> hello(Opening opening) {
        return opening.greeted().thenCompose(greeted -> greeted.ehlo(heloName.get()));
    }

    /**
     * Connects, and takes {@code steps} on the event loop of the connection, which is closed should they fail. A
     * failure of ours, to find our name for example, is a failure of the future, not an exception.
     */
    private <T> CompletableFuture<T> dial(
            Destination destination, Optional<SslHandler> tls, Function<Opening, CompletableFuture<T>> steps) {
        SmtpChannel channel = new SmtpChannel(workers, settings.replyTimeout());
        CompletableFuture<T> result = new CompletableFuture<>();
        ChannelFuture unused = new Bootstrap()
                .group(eventLoops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                // A peer that refuses and closes is heard out, though what is written to it fails.
                .option(ChannelOption.AUTO_CLOSE, false)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel created) {
                        tls.ifPresent(created.pipeline()::addLast);
                        created.pipeline().addLast(new ChunkedWriteHandler(), channel);
                    }
                })
                .connect(
                        destination.address(),
                        settings.bindAddress(
                                        AddressFamily.of(destination.address().getAddress()))
                                .orElse(null))
                .addListener(done -> {
                    if (done.isSuccess()) {
                        Opening opening = new Opening(destination, channel, settings.replyTimeout());
                        Async.forward(
                                opening.orClosed(CompletableFuture.completedFuture(opening)
                                        .thenCompose(steps)),
                                result);
                    } else {
                        result.completeExceptionally(
                                HostUnreachableException.at("connect to " + destination, done.cause(), false));
                    }
                });
        return result;
    }

    private CompletableFuture<OpeningAttempt> secure(
            Opening opening, Destination destination, TlsProfile profile, boolean mayResume) {
        if (profile.mode() == TlsProfile.Mode.NEVER) {
            return stayClear(opening, profile, TlsEvidence.switchedOff());
        }
        if (!opening.capabilities().has("STARTTLS")) {
            return stayClear(opening, profile, TlsEvidence.notOffered());
        }
        return withHandshake(
                destination,
                profile,
                mayResume,
                handshake -> opening.startTls(handshake, identifier(profile), events)
                        .thenCompose(evidence -> evidence.isEncrypted()
                                ? inside(opening, profile, evidence, handshake)
                                : stayClear(opening, profile, evidence, handshake)),
                fault -> ownFault(opening, profile, fault));
    }

    /** Takes {@code steps} with a handshake that is about to begin, or {@code otherwise} where there can be none. */
    private CompletableFuture<OpeningAttempt> withHandshake(
            Destination destination,
            TlsProfile profile,
            boolean mayResume,
            Function<ClientHandshake, CompletableFuture<OpeningAttempt>> steps,
            Function<TlsEvidence, CompletableFuture<OpeningAttempt>> otherwise) {
        ResumptionSlots.Slot slot = memory.sessions().take(destination, mayResume);
        return CompletableFuture.completedFuture(slot)
                .thenCompose(taken -> handshake(destination, profile, taken, steps, otherwise))
                .whenComplete((done, failure) -> memory.sessions().giveBack(destination, slot));
    }

    private CompletableFuture<OpeningAttempt> handshake(
            Destination destination,
            TlsProfile profile,
            ResumptionSlots.Slot slot,
            Function<ClientHandshake, CompletableFuture<OpeningAttempt>> steps,
            Function<TlsEvidence, CompletableFuture<OpeningAttempt>> otherwise) {
        ClientHandshake handshake;
        try {
            handshake = new ClientHandshake(engines.engine(profile, destination, slot), slot);
        } catch (IllegalArgumentException e) {
            return otherwise.apply(TlsEvidence.ownFault(ErrorDescriptions.describe(e)));
        }
        return steps.apply(handshake);
    }

    private Function<SSLSession, PeerIdentity> identifier(TlsProfile profile) {
        return profile.checksPeer() ? verifiers.apply(profile)::identify : ChainValidator::unchecked;
    }

    /**
     * Greets inside TLS; what was said before is forgotten (RFC 3207 section 4.2). In TLS 1.3 a server refuses a client
     * certificate after the handshake (RFC 8446 section 4.4.2.4): what ends the connection before the first reply still
     * belongs to it.
     */
    private CompletableFuture<OpeningAttempt> inside(
            Opening opening, TlsProfile profile, TlsEvidence evidence, ClientHandshake handshake) {
        return refusedOr(
                opening, profile, handshake, opening.ehlo(heloName.get()), ready -> ready.ensureGreeted(heloName.get())
                        .thenApply(greeted -> greeted.connection(profile, evidence, settings, memory))
                        .thenApply(connection -> new OpeningAttempt(connection, false)));
    }

    private CompletableFuture<OpeningAttempt> refusedOr(
            Opening opening,
            TlsProfile profile,
            ClientHandshake handshake,
            CompletableFuture<Opening> firstReply,
            Function<Opening, CompletableFuture<OpeningAttempt>> next) {
        return Async.branch(
                firstReply,
                next,
                failure -> HandshakeErrors.isRefusal(failure)
                        ? stayClear(opening.closed(), profile, handshake.failedAfterFinished(failure), handshake)
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<OpeningAttempt> stayClear(
            Opening opening, TlsProfile profile, TlsEvidence evidence, ClientHandshake handshake) {
        return evidence.isOwnFault()
                ? ownFault(opening, profile, evidence)
                : stayClear(opening, profile, evidence)
                        .thenApply(attempt -> new OpeningAttempt(
                                attempt.connection, handshake.isToBeRepeated() && !opening.isOpen()));
    }

    private CompletableFuture<OpeningAttempt> stayClear(Opening opening, TlsProfile profile, TlsEvidence evidence) {
        boolean useful = profile.mode() != TlsProfile.Mode.ALWAYS && opening.isOpen();
        return (useful ? opening.ensureGreeted(heloName.get()) : CompletableFuture.completedFuture(opening))
                .thenApply(ready -> ready.connection(profile, evidence, settings, memory))
                .thenApply(connection -> new OpeningAttempt(connection, false));
    }

    /** Nothing is sent over this connection: what is wrong here says nothing of the host, and is no reason for cleartext. */
    private CompletableFuture<OpeningAttempt> ownFault(Opening opening, TlsProfile profile, TlsEvidence evidence) {
        SmtpConnection connection = opening.closed().connection(profile, evidence, settings, memory);
        return CompletableFuture.completedFuture(new OpeningAttempt(connection, false));
    }

    private CompletableFuture<SmtpConnection> fallBack(SmtpConnection connection, TlsProfile profile) {
        // A session that was made, and has ended since, is no reason for cleartext: it says that TLS works.
        if (connection.isOpen()
                || connection.evidence().isEncrypted()
                || connection.evidence().isOwnFault()
                || profile.mode() != TlsProfile.Mode.WHEN_OFFERED) {
            return CompletableFuture.completedFuture(connection);
        }
        connection.abort();
        // RFC 7435 section 3: opportunistic security prefers cleartext to no mail. The evidence keeps why.
        return dial(connection.destination(), Optional.empty(), opening -> hello(opening)
                        .thenCompose(ready -> stayClear(ready, profile, connection.evidence())))
                .thenApply(attempt -> attempt.connection);
    }

    private CompletableFuture<SmtpConnection> openInTls(
            Destination destination, TlsProfile profile, boolean mayResume) {
        return withHandshake(
                        destination,
                        profile,
                        mayResume,
                        handshake -> {
                            SslHandler tls = Opening.handler(handshake, settings.replyTimeout());
                            return dial(destination, Optional.of(tls), opening -> opening.handshakeBefore(
                                            tls, handshake, identifier(profile), events)
                                    .thenCompose(evidence -> evidence.isEncrypted()
                                            ? insideFromTheStart(opening, profile, evidence, handshake)
                                            : stayClear(opening.closed(), profile, evidence, handshake)));
                        },
                        fault -> dial(destination, Optional.empty(), opening -> ownFault(opening, profile, fault)))
                .thenCompose(attempt -> attempt.isToBeRepeated() && mayResume
                        ? again(attempt, profile)
                        : withoutTls(attempt.connection, profile));
    }

    private CompletableFuture<OpeningAttempt> insideFromTheStart(
            Opening opening, TlsProfile profile, TlsEvidence evidence, ClientHandshake handshake) {
        return refusedOr(
                opening, profile, handshake, opening.greeted(), ready -> inside(ready, profile, evidence, handshake));
    }

    /** There is no cleartext to fall back to: evidence for a rule that demands TLS, otherwise a host out of reach. */
    private CompletableFuture<SmtpConnection> withoutTls(SmtpConnection connection, TlsProfile profile) {
        TlsEvidence evidence = connection.evidence();
        return evidence.isEncrypted() || evidence.isOwnFault() || profile.mode() == TlsProfile.Mode.ALWAYS
                ? CompletableFuture.completedFuture(connection)
                : CompletableFuture.failedFuture(new HostUnreachableException(
                        connection.destination() + " at the TLS handshake: " + evidence.describe(), null));
    }
}
