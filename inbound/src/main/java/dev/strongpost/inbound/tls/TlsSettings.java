// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.time.Duration;
import java.util.Optional;

import org.apache.commons.configuration2.ex.ConfigurationException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.certificates.peer.ClientCertificateUsage;

/** What a listener is told to do about TLS itself, whatever the client and whatever the rules say. Immutable. */
public final class TlsSettings {
    /** The elements that are read here. */
    public static final ImmutableSet<String> KNOWN = ImmutableSet.of(
            "tls",
            "clientCertificate",
            "certificateRefusal",
            "clientCertificateUsage",
            "clientCertificateMatch",
            "defaultCertificate",
            "keystore",
            "keystoreType",
            "secret",
            "alias",
            "privateKey",
            "certificates",
            "truststore",
            "truststoreType",
            "truststoreSecret",
            "supportedProtocols.protocol",
            "supportedCipherSuites.cipherSuite",
            "handshakeTimeout");

    /** RFC 5321 section 4.5.3.2 gives a command five minutes; who shakes hands has nothing to think about. */
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration LONGEST_HANDSHAKE = Duration.ofMinutes(5);

    /** How a client without the certificate that it needs is sent away. */
    enum Refusal {
        /** TLS is established, and the next command is answered with 421. */
        REPLY,
        /** The handshake fails with an alert. */
        HANDSHAKE
    }

    private final TlsMode mode;
    private final ClientCertificateMode clientCertificate;
    private final Refusal refusal;
    private final ClientCertificateUsage clientCertificateUsage;
    private final ClientCertificateMatch clientCertificateMatch;
    private final Optional<KeySource> keys;
    private final Optional<AnchorSource> anchors;
    private final ImmutableList<String> protocols;
    private final ImmutableList<String> suites;
    private final Duration handshakeTimeout;

    /**
     * Reads the elements.
     *
     * @throws ConfigurationException when one is wrong, or they contradict each other
     */
    public static TlsSettings from(HandlerParameters parameters) throws ConfigurationException {
        TlsSettings settings = new TlsSettings(parameters);
        settings.requireSense();
        return settings;
    }

    private TlsSettings(HandlerParameters parameters) throws ConfigurationException {
        this.mode = parameters.word("tls", TlsMode.class, TlsMode.ACCEPT);
        this.clientCertificate =
                parameters.word("clientCertificate", ClientCertificateMode.class, ClientCertificateMode.NONE);
        this.refusal = parameters.word("certificateRefusal", Refusal.class, Refusal.REPLY);
        this.clientCertificateUsage =
                parameters.word("clientCertificateUsage", ClientCertificateUsage.class, ClientCertificateUsage.CLIENT);
        this.clientCertificateMatch =
                parameters.word("clientCertificateMatch", ClientCertificateMatch.class, ClientCertificateMatch.ANY);
        this.keys = mode == TlsMode.NONE ? Optional.empty() : Optional.of(KeySource.from(parameters));
        this.anchors = AnchorSource.from(parameters);
        this.protocols = parameters.list("supportedProtocols.protocol");
        this.suites = parameters.list("supportedCipherSuites.cipherSuite");
        this.handshakeTimeout = parameters.duration("handshakeTimeout", HANDSHAKE_TIMEOUT, LONGEST_HANDSHAKE);
    }

    private void requireSense() throws ConfigurationException {
        if (clientCertificate.asks() && mode == TlsMode.NONE) {
            throw HandlerParameters.wrong("clientCertificate", clientCertificate.word() + " with tls none", "none");
        }
        if (clientCertificate == ClientCertificateMode.REQUIRE && !mode.requiresTls()) {
            // A client without a certificate would just not start TLS.
            throw HandlerParameters.wrong(
                    "clientCertificate", "require with tls " + mode.word(), "none, request; require with tls require");
        }
        if (refusal == Refusal.HANDSHAKE && clientCertificate != ClientCertificateMode.REQUIRE) {
            // Its author believes that some clients are refused.
            throw HandlerParameters.wrong(
                    "certificateRefusal",
                    "handshake with clientCertificate " + clientCertificate.word(),
                    "reply; handshake with clientCertificate require");
        }
        if (clientCertificateMatch == ClientCertificateMatch.HOSTNAME
                && clientCertificate != ClientCertificateMode.REQUIRE) {
            throw HandlerParameters.wrong(
                    "clientCertificateMatch",
                    "hostname with clientCertificate " + clientCertificate.word(),
                    "any; hostname with clientCertificate require");
        }
        if (clientCertificate == ClientCertificateMode.REQUIRE && anchors.isEmpty()) {
            // With the JVM's, a certificate that anybody can get from a public authority would do.
            throw HandlerParameters.wrong("truststore", "nothing", "the trust anchors of clientCertificate require");
        }
    }

    /** Returns what is done about TLS. */
    public TlsMode mode() {
        return mode;
    }

    /** Returns what is done about client certificates. */
    public ClientCertificateMode clientCertificate() {
        return clientCertificate;
    }

    /** Returns what the extended key usage of client certificates has to allow. */
    ClientCertificateUsage clientCertificateUsage() {
        return clientCertificateUsage;
    }

    /** Tells whether the certificate that is required has to bear the client's name. */
    public boolean matchesClientName() {
        return clientCertificateMatch == ClientCertificateMatch.HOSTNAME;
    }

    /** Tells whether a client without the certificate that it needs gets a reply, and not an alert. */
    boolean refusesByReply() {
        return refusal == Refusal.REPLY;
    }

    /** Returns where the certificates are; empty when there is no TLS. */
    public Optional<KeySource> keys() {
        return keys;
    }

    /** Returns where the trust anchors of clients are; empty for the JVM's. */
    Optional<AnchorSource> anchors() {
        return anchors;
    }

    /** Returns the versions to speak; empty for the JVM's choice. */
    ImmutableList<String> protocols() {
        return protocols;
    }

    /** Returns the suites to speak, best first; empty for the JVM's choice. */
    ImmutableList<String> suites() {
        return suites;
    }

    /** Returns how long a handshake may take. */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }
}
