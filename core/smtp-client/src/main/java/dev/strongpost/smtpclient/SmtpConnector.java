package dev.strongpost.smtpclient;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.net.ssl.SSLSession;

import com.hubspot.smtp.client.SmtpSessionFactory;
import com.hubspot.smtp.client.SmtpSessionFactoryConfig;

import dev.strongpost.certificates.peer.ChainValidator;
import dev.strongpost.certificates.peer.ChainValidators;
import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.policy.decision.TlsEvidence;

/**
 * Opens connections: connect, greeting, EHLO, STARTTLS, EHLO again (RFC 5321 section 4.1.1.1, RFC 3207 section 4). It
 * judges nothing. What the handshake gave, or why there is none, becomes the evidence of the connection.
 *
 * <p>Before TLS only EHLO, STARTTLS and QUIT are sent; HELO also, but only where clear text is allowed.
 */
public final class SmtpConnector {
    private final SmtpSessionFactory factory;
    private final TlsClientEngines engines;
    private final Function<TlsProfile, ChainValidator> verifiers;
    private final Supplier<String> heloName;
    private final ConnectionSettings settings;
    private final Executor workers;
    private final ConnectionEvents events;
    private final ResumptionSlots slots = new ResumptionSlots();

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
        SmtpSessionFactory factory = new SmtpSessionFactory(SmtpSessionFactoryConfig.builder()
                .eventLoopGroup(threads.eventLoops())
                .executor(SmtpSessionFactoryConfig.DIRECT_EXECUTOR)
                .build());
        ChainValidators verifiers = new ChainValidators(ChainValidator.withJvmAnchors());
        return new SmtpConnector(
                factory,
                new TlsClientEngines(identities),
                profile -> verifiers.of(profile.trustAnchors()),
                heloName,
                settings,
                threads.workers(),
                events);
    }

    private SmtpConnector(
            SmtpSessionFactory factory,
            TlsClientEngines engines,
            Function<TlsProfile, ChainValidator> verifiers,
            Supplier<String> heloName,
            ConnectionSettings settings,
            Executor workers,
            ConnectionEvents events) {
        this.factory = factory;
        this.engines = engines;
        this.verifiers = verifiers;
        this.heloName = heloName;
        this.settings = settings;
        this.workers = workers;
        this.events = events;
    }

    /**
     * Opens a connection to {@code destination}. Where the profile allows clear text and TLS does not work out, that is
     * a connection in clear text; where it does not, the connection may be a closed one that has only its evidence to
     * tell.
     *
     * @return the connection; fails with {@link HostUnreachableException} when there is no SMTP server to talk to
     */
    public CompletableFuture<SmtpConnection> open(Destination destination, TlsProfile profile) {
        return Opening.dial(factory, settings, destination)
                .thenCompose(opening ->
                        opening.orClosed(hello(opening).thenCompose(ready -> secure(ready, destination, profile))))
                .thenCompose(connection -> fallBack(connection, profile));
    }

    /** Says EHLO. A failure to find our own name is a failure of this connection, not an exception. */
    private CompletableFuture<Opening> hello(Opening opening) {
        return CompletableFuture.completedFuture(opening).thenCompose(greeted -> greeted.ehlo(heloName.get()));
    }

    private CompletableFuture<SmtpConnection> secure(Opening opening, Destination destination, TlsProfile profile) {
        if (profile.mode() == TlsProfile.Mode.NEVER) {
            return stayClear(opening, profile, TlsEvidence.switchedOff());
        }
        if (!opening.capabilities().has("STARTTLS")) {
            return stayClear(opening, profile, TlsEvidence.notOffered());
        }
        int slot = slots.take(destination);
        return CompletableFuture.completedFuture(slot)
                .thenCompose(taken -> secured(opening, destination, profile, taken))
                .whenComplete((connection, failure) -> slots.giveBack(destination, slot));
    }

    private CompletableFuture<SmtpConnection> secured(
            Opening opening, Destination destination, TlsProfile profile, int slot) {
        Function<SSLSession, PeerIdentity> identify =
                profile.checksPeer() ? verifiers.apply(profile)::identify : ChainValidator::unchecked;
        return opening.startTls(() -> engines.engine(profile, destination, slot), identify, events)
                .thenCompose(evidence -> evidence.isEncrypted()
                        ? opening.ehlo(heloName.get()).thenApply(again -> again.connection(profile, evidence, workers))
                        : stayClear(opening, profile, evidence));
    }

    private CompletableFuture<SmtpConnection> stayClear(Opening opening, TlsProfile profile, TlsEvidence evidence) {
        boolean useful = profile.mode() != TlsProfile.Mode.ALWAYS && opening.isOpen();
        return (useful ? opening.ensureGreeted(heloName.get()) : CompletableFuture.completedFuture(opening))
                .thenApply(ready -> ready.connection(profile, evidence, workers));
    }

    private CompletableFuture<SmtpConnection> fallBack(SmtpConnection connection, TlsProfile profile) {
        if (connection.isOpen() || profile.mode() != TlsProfile.Mode.WHEN_OFFERED) {
            return CompletableFuture.completedFuture(connection);
        }
        // RFC 7435 section 3: opportunistic security prefers clear text to no mail. The evidence keeps why.
        return Opening.dial(factory, settings, connection.destination())
                .thenCompose(opening -> opening.orClosed(
                        hello(opening).thenCompose(ready -> stayClear(ready, profile, connection.evidence()))));
    }
}
