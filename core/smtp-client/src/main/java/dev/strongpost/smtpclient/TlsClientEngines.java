// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;

import dev.strongpost.certificates.peer.DeferredTrustManager;
import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.certificates.store.ClientIdentityException;
import dev.strongpost.policy.decision.CipherStrength;
import dev.strongpost.policy.decision.TlsProtocol;

/**
 * Makes the TLS engines for outbound sessions. One {@link SSLContext} serves all that present the same certificate, or
 * none, so that sessions resume across connections to the same host and port, and never across identities (RFC 8446
 * section 2.2, RFC 5077).
 *
 * <p>The handshake itself accepts every certificate: whether the peer is who it should be is a matter of the rule, and
 * is judged afterwards from the evidence, before a mail command is sent.
 */
final class TlsClientEngines {
    /**
     * Stable, so suites of one strength stay in the JVM's order. A server that follows ours then picks a strong one.
     */
    private static final Comparator<String> STRONGEST_FIRST =
            Comparator.comparingInt(CipherStrength::secretBits).reversed();

    private final ClientIdentities identities;
    private final Map<Optional<String>, SSLContext> contexts = new ConcurrentHashMap<>();

    /** Prepares engines of the JVM's default provider. */
    TlsClientEngines(ClientIdentities identities) {
        this.identities = identities;
    }

    /**
     * Returns an engine that offers what {@code profile} allows, towards {@code destination}.
     *
     * @param slot which of the sessions with that host it may take up, see {@link ResumptionSlots}
     * @throws IllegalArgumentException when the profile leaves no protocol or suite to offer, or names a certificate
     *     that is not there
     */
    SSLEngine engine(TlsProfile profile, Destination destination, int slot) {
        SSLContext context = contexts.computeIfAbsent(profile.clientCertificate(), this::context);
        SSLEngine engine =
                context.createSSLEngine(peerName(profile, destination), ResumptionSlots.portOf(destination, slot));
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols(profile, context));
        parameters.setCipherSuites(suites(profile, context));
        serverName(profile, destination).ifPresent(name -> parameters.setServerNames(ImmutableList.of(name)));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * Returns the name by which JSSE is to remember the session. It knows nothing of the server name that was asked
     * for, and RFC 8446 section 4.6.1 leaves it to the client not to resume a session under another: the certificate
     * would be that of the first.
     */
    private static String peerName(TlsProfile profile, Destination destination) {
        return profile.serverName()
                .map(asked -> destination.hostName() + "/" + asked)
                .orElse(destination.hostName());
    }

    private SSLContext context(Optional<String> clientCertificate) {
        try {
            KeyManager[] presented = clientCertificate.isPresent() ? identities.named(clientCertificate.get()) : null;
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(presented, new TrustManager[] {new DeferredTrustManager()}, null);
            return context;
        } catch (ClientIdentityException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    private static String[] protocols(TlsProfile profile, SSLContext context) {
        // A version that the JVM leaves out by default is offered only when the rule reaches down to it by name.
        Stream<String> offered = profile.minimumProtocol()
                .map(minimum -> supported(TlsProtocol.from(minimum), context))
                .orElseGet(() -> Arrays.stream(context.getDefaultSSLParameters().getProtocols()));
        return nonEmpty(offered.toArray(String[]::new), "protocol version");
    }

    private static Stream<String> supported(ImmutableList<TlsProtocol> protocols, SSLContext context) {
        Set<String> known =
                ImmutableSet.copyOf(context.getSupportedSSLParameters().getProtocols());
        return protocols.stream().map(TlsProtocol::word).filter(known::contains);
    }

    private static String[] suites(TlsProfile profile, SSLContext context) {
        Predicate<String> allowed = suite -> !profile.excludedCiphers().contains(suite);
        Stream<String> offered = profile.ciphers().isEmpty()
                ? Arrays.stream(context.getDefaultSSLParameters().getCipherSuites())
                        .sorted(STRONGEST_FIRST)
                : profile.ciphers().stream();
        return nonEmpty(offered.filter(allowed).toArray(String[]::new), "cipher suite");
    }

    private static String[] nonEmpty(String[] offered, String what) {
        if (offered.length == 0) {
            throw new IllegalArgumentException("the rule leaves no " + what + " to offer");
        }
        return offered;
    }

    private static Optional<SNIHostName> serverName(TlsProfile profile, Destination destination) {
        // RFC 6066 section 3: a DNS host name, never an address literal.
        return Optional.of(profile.serverName().orElse(destination.hostName()))
                .filter(name -> !InetAddresses.isInetAddress(name) && InternetDomainName.isValid(name))
                .map(SNIHostName::new);
    }
}
