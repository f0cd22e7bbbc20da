// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;

import org.apache.commons.configuration2.ex.ConfigurationException;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.TrustAnchors;
import dev.strongpost.certificates.peer.ChainValidator;
import dev.strongpost.certificates.peer.ChainValidators;
import dev.strongpost.certificates.peer.DeferredTrustManager;
import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.certificates.store.CertificateCheck;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsSession;

/**
 * The TLS of a listener with the certificates and trust anchors that its files held at one moment: makes the engines,
 * and reads what a handshake gave. Immutable; a change of a file makes another, whose sessions are not resumed from
 * this one's.
 */
public final class ListenerTls {
    private final TlsSettings settings;
    private final SSLContext context;
    private final ChainValidators verifiers;
    private final ImmutableList<ServerCertificate> certificates;

    private ListenerTls(
            TlsSettings settings,
            SSLContext context,
            ChainValidators verifiers,
            ImmutableList<ServerCertificate> certificates) {
        this.settings = settings;
        this.certificates = certificates;
        this.context = context;
        this.verifiers = verifiers;
    }

    /**
     * Reads the files of {@code settings}, which has certificates.
     *
     * @throws ConfigurationException when a file is of no use, or this JVM knows not all of the versions and suites
     */
    public static ListenerTls load(TlsSettings settings) throws ConfigurationException {
        ImmutableList<ServerCertificate> certificates =
                settings.keys().orElseThrow().load();
        Optional<AnchorSource> anchors = settings.anchors();
        ChainValidator verifier = anchors.isPresent()
                ? ChainValidator.withAnchors(anchors.get().load())
                : ChainValidator.withJvmAnchors();
        ListenerTls tls = new ListenerTls(
                settings, context(settings, certificates, verifier), new ChainValidators(verifier), certificates);
        tls.requireKnown(
                "supportedProtocols", settings.protocols(), tls.supported().getProtocols());
        tls.requireKnown(
                "supportedCipherSuites", settings.suites(), tls.supported().getCipherSuites());
        return tls;
    }

    private static SSLContext context(
            TlsSettings settings, List<ServerCertificate> certificates, ChainValidator verifier) {
        try {
            TrustManager trust = failsHandshake(settings)
                    ? verifier.clientTrustManager(settings.clientCertificateUsage())
                    : new DeferredTrustManager();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new ServerNameKeyManager(certificates)}, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    private static boolean failsHandshake(TlsSettings settings) {
        return settings.clientCertificate() == ClientCertificateMode.REQUIRE && !settings.refusesByReply();
    }

    private SSLParameters supported() {
        return context.getSupportedSSLParameters();
    }

    private void requireKnown(String name, List<String> wanted, String[] known) throws ConfigurationException {
        for (String word : wanted) {
            if (!Arrays.asList(known).contains(word)) {
                throw HandlerParameters.wrong(name, word, String.join(", ", known));
            }
        }
    }

    /** Returns what it presents, for people: {@code james (mx.partner.example), valid to 2027-01-31}. */
    public String describe() {
        return Joiner.on("; ").join(certificates);
    }

    /** Returns the whole days that the first of its certificates to expire has left at {@code now}. */
    public long daysLeft(Instant now) {
        return certificates.stream()
                .mapToLong(certificate -> certificate.facts().daysLeft(now))
                .min()
                .orElseThrow();
    }

    /** Returns what {@code check} finds about the lifetimes of its certificates, a sentence each. */
    public ImmutableList<String> lifetimes(CertificateCheck check) {
        return certificates.stream()
                .flatMap(certificate -> check.lifetimes(certificate.chain()).stream()
                        .map(finding -> "certificate " + certificate.alias() + ": " + finding))
                .collect(ImmutableList.toImmutableList());
    }

    /** Returns an engine for one connection. */
    public SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        if (!settings.protocols().isEmpty()) {
            parameters.setProtocols(settings.protocols().toArray(new String[0]));
        }
        if (!settings.suites().isEmpty()) {
            parameters.setCipherSuites(settings.suites().toArray(new String[0]));
        }
        if (failsHandshake(settings)) {
            parameters.setNeedClientAuth(true);
        } else if (settings.clientCertificate().asks()) {
            parameters.setWantClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * Returns what {@code session} is evidence of, its chain checked now: against {@code anchors} where a rule names
     * them ({@code ca=}), else against the listener's.
     */
    TlsEvidence evidence(SSLSession session, Optional<TrustAnchors> anchors) {
        TlsProtocol protocol = TlsProtocol.parse(session.getProtocol())
                .orElseThrow(() -> new IllegalStateException("unknown version " + session.getProtocol()));
        PeerIdentity client = verifiers.of(anchors).identifyClient(session, settings.clientCertificateUsage());
        return TlsEvidence.session(TlsSession.of(protocol, session.getCipherSuite(), client));
    }
}
