// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;

import dev.strongpost.policy.decision.CipherStrength;
import dev.strongpost.policy.decision.HandshakeFailure;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.smtpclient.ClientContexts.ClientContext;

/**
 * Makes the TLS engines for outbound sessions.
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

    private final ClientContexts contexts;

    /** Prepares engines of the JVM's default provider. */
    TlsClientEngines(ClientContexts contexts) {
        this.contexts = contexts;
    }

    /** One engine, before its handshake. */
    static final class ClientEngine {
        private final SSLEngine engine;
        private final ClientCertificateRequests requests;

        private ClientEngine(SSLEngine engine, ClientCertificateRequests requests) {
            this.engine = engine;
            this.requests = requests;
        }

        /** Returns the engine. */
        SSLEngine engine() {
            return engine;
        }

        /** Returns what part a client certificate has had in its handshake. */
        HandshakeFailure.ClientCertificate clientCertificate() {
            return requests.partIn(engine);
        }
    }

    /**
     * Returns an engine that offers what {@code profile} allows, towards {@code destination}. May read a file.
     *
     * @param session which of the sessions with that host it may resume
     * @throws IllegalArgumentException when the profile leaves no protocol or suite to offer, or names a certificate
     *     that cannot be used
     */
    ClientEngine engine(TlsProfile profile, Destination destination, ResumptionSlots.Slot session) {
        ClientContext client = contexts.of(profile.clientCertificate());
        SSLContext context = client.context();
        SSLEngine engine =
                context.createSSLEngine(peerName(profile, destination, session), session.portOf(destination));
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols(profile, context));
        parameters.setCipherSuites(suites(profile, context));
        // An empty list, too: by itself JSSE would make one of the name that it knows the peer by.
        parameters.setServerNames(serverNames(profile, destination));
        engine.setSSLParameters(parameters);
        return new ClientEngine(engine, client.requests());
    }

    /**
     * Returns the name by which JSSE is to remember the session. It knows nothing of the server name that was asked
     * for, and RFC 8446 section 4.6.1 leaves it to the client not to resume a session under another: the certificate
     * would be that of the first. Nor does it forget sessions on demand: under another name it does not find them.
     */
    private static String peerName(TlsProfile profile, Destination destination, ResumptionSlots.Slot session) {
        return destination.hostName() + "/" + profile.serverName().orElse("") + "/" + session.generation();
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
                : supported(profile.ciphers(), context);
        return nonEmpty(offered.filter(allowed).toArray(String[]::new), "cipher suite");
    }

    /** A rule may list suites that another Java has. */
    private static Stream<String> supported(List<String> suites, SSLContext context) {
        Set<String> known =
                ImmutableSet.copyOf(context.getSupportedSSLParameters().getCipherSuites());
        return suites.stream().filter(known::contains);
    }

    private static String[] nonEmpty(String[] offered, String what) {
        if (offered.length == 0) {
            throw new IllegalArgumentException("the rule leaves no " + what + " to offer");
        }
        return offered;
    }

    private static ImmutableList<SNIServerName> serverNames(TlsProfile profile, Destination destination) {
        return serverName(profile.serverName().orElse(destination.hostName()));
    }

    /**
     * Returns {@code name} as it is sent in server_name: a DNS host name, never an address literal (RFC 6066 section 3).
     * Real MX hosts have names that are none, with underscores for example: for them there is no server_name.
     */
    private static ImmutableList<SNIServerName> serverName(String name) {
        if (InetAddresses.isInetAddress(name)) {
            return ImmutableList.of();
        }
        try {
            return ImmutableList.of(new SNIHostName(name));
        } catch (IllegalArgumentException noHostName) {
            return ImmutableList.of();
        }
    }
}
