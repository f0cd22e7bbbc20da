// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

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
 * <p>Before TLS only EHLO, STARTTLS and QUIT are sent; HELO also, but only where clear text is allowed.
 */
public final class SmtpConnector {
    private final EventLoopGroup eventLoops;
    private final TlsClientEngines engines;
    private final Function<TlsProfile, ChainValidator> verifiers;
    private final Supplier<String> heloName;
    private final ConnectionSettings settings;
    private final Executor workers;
    private final ConnectionEvents events;
    private final ResumptionSlots slots = new ResumptionSlots();
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
                new TlsClientEngines(identities),
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
     * Opens a connection to {@code destination}. Where the profile allows clear text and TLS does not work out, that is
     * a connection in clear text; where it does not, the connection may be a closed one that has only its evidence to
     * tell. A destination with TLS before the greeting has TLS whatever the profile says.
     *
     * @return the connection; fails with {@link HostUnreachableException} when there is no SMTP server to talk to
     */
    public CompletableFuture<SmtpConnection> open(Destination destination, TlsProfile profile) {
        return destination.isImplicitTls() ? openInTls(destination, profile) : openWithStartTls(destination, profile);
    }

    private CompletableFuture<SmtpConnection> openWithStartTls(Destination destination, TlsProfile profile) {
        return dial(destination, Optional.empty(), opening -> hello(opening)
                        .thenCompose(ready -> secure(ready, destination, profile)))
                .thenCompose(connection -> fallBack(connection, profile));
    }

    private CompletableFuture<Opening> hello(Opening opening) {
        return opening.greeted().thenCompose(greeted -> greeted.ehlo(heloName.get()));
    }

    /**
     * Connects, and takes {@code steps} on the event loop of the connection, which is closed should they fail. A
     * failure of ours, to find our name for example, is a failure of the future, not an exception.
     */
    private CompletableFuture<SmtpConnection> dial(
            Destination destination,
            Optional<SslHandler> tls,
            Function<Opening, CompletableFuture<SmtpConnection>> steps) {
        SmtpChannel channel = new SmtpChannel(workers, settings.replyTimeout());
        CompletableFuture<SmtpConnection> result = new CompletableFuture<>();
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

    private CompletableFuture<SmtpConnection> secure(Opening opening, Destination destination, TlsProfile profile) {
        if (profile.mode() == TlsProfile.Mode.NEVER) {
            return stayClear(opening, profile, TlsEvidence.switchedOff());
        }
        if (!opening.capabilities().has("STARTTLS")) {
            return stayClear(opening, profile, TlsEvidence.notOffered());
        }
        return inSlot(destination, slot -> opening.startTls(
                        () -> engines.engine(profile, destination, slot), identifier(profile), events)
                .thenCompose(evidence -> evidence.isEncrypted()
                        ? inside(opening, profile, evidence)
                        : stayClear(opening, profile, evidence)));
    }

    private <T> CompletableFuture<T> inSlot(
            Destination destination, Function<Integer, CompletableFuture<T>> handshake) {
        int slot = slots.take(destination);
        return CompletableFuture.completedFuture(slot)
                .thenCompose(handshake)
                .whenComplete((done, failure) -> slots.giveBack(destination, slot));
    }

    private Function<SSLSession, PeerIdentity> identifier(TlsProfile profile) {
        return profile.checksPeer() ? verifiers.apply(profile)::identify : ChainValidator::unchecked;
    }

    /** RFC 3207 section 4.2: what was said before TLS is forgotten. */
    private CompletableFuture<SmtpConnection> inside(Opening opening, TlsProfile profile, TlsEvidence evidence) {
        return opening.ehlo(heloName.get())
                .thenCompose(ready -> ready.ensureGreeted(heloName.get()))
                .thenApply(ready -> ready.connection(profile, evidence, settings, memory));
    }

    private CompletableFuture<SmtpConnection> stayClear(Opening opening, TlsProfile profile, TlsEvidence evidence) {
        boolean useful = profile.mode() != TlsProfile.Mode.ALWAYS && opening.isOpen();
        return (useful ? opening.ensureGreeted(heloName.get()) : CompletableFuture.completedFuture(opening))
                .thenApply(ready -> ready.connection(profile, evidence, settings, memory));
    }

    private CompletableFuture<SmtpConnection> fallBack(SmtpConnection connection, TlsProfile profile) {
        if (connection.isOpen() || profile.mode() != TlsProfile.Mode.WHEN_OFFERED) {
            return CompletableFuture.completedFuture(connection);
        }
        // RFC 7435 section 3: opportunistic security prefers clear text to no mail. The evidence keeps why.
        return dial(connection.destination(), Optional.empty(), opening -> hello(opening)
                .thenCompose(ready -> stayClear(ready, profile, connection.evidence())));
    }

    private CompletableFuture<SmtpConnection> openInTls(Destination destination, TlsProfile profile) {
        return inSlot(destination, slot -> {
            SslHandler tls = Opening.handler(engines.engine(profile, destination, slot), settings.replyTimeout());
            return dial(
                    destination,
                    Optional.of(tls),
                    opening -> Async.branch(
                            opening.handshakeBefore(tls, identifier(profile), events),
                            evidence -> opening.greeted().thenCompose(ready -> inside(ready, profile, evidence)),
                            failure -> withoutTls(opening, destination, profile, failure)));
        });
    }

    /** There is no clear text to fall back to: evidence for a rule that demands TLS, otherwise a host out of reach. */
    private CompletableFuture<SmtpConnection> withoutTls(
            Opening opening, Destination destination, TlsProfile profile, Throwable failure) {
        if (profile.mode() != TlsProfile.Mode.ALWAYS) {
            return CompletableFuture.failedFuture(
                    HostUnreachableException.at(destination + " at the TLS handshake", failure, false));
        }
        TlsEvidence evidence = TlsEvidence.handshakeFailed(
                ErrorDescriptions.describe(failure), ErrorDescriptions.isProvenByHandshake(failure));
        opening.close();
        return CompletableFuture.completedFuture(opening.connection(profile, evidence, settings, memory));
    }
}
