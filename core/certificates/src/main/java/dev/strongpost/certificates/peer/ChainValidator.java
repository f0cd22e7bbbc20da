// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.peer;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import javax.annotation.Nullable;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateFacts;

/**
 * Finds out what a TLS peer proved about itself: a chain that ends at a trust anchor (RFC 5280 section 6), one that
 * does not and why, or nothing. Names are compared later, by the decision.
 */
public final class ChainValidator {
    /** The key exchange algorithm does not matter to a check of the chain alone, but the method wants one. */
    static final String ANY_KEY_EXCHANGE = "UNKNOWN";

    private final X509ExtendedTrustManager trustManager;
    private final ImmutableList<X509Certificate> anchors;

    private ChainValidator(X509ExtendedTrustManager trustManager) {
        this.trustManager = trustManager;
        this.anchors = ImmutableList.copyOf(trustManager.getAcceptedIssuers());
    }

    /** Returns a verifier with the trust anchors of the JVM. */
    public static ChainValidator withJvmAnchors() {
        return create(null);
    }

    /** Returns a verifier with these certificates as its only anchors. */
    public static ChainValidator withAnchors(Collection<X509Certificate> certificates) {
        try {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            int count = 0;
            for (X509Certificate anchor : certificates) {
                anchors.setCertificateEntry("anchor-" + count++, anchor);
            }
            return create(anchors);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM cannot keep certificates", e);
        }
    }

    private static ChainValidator create(@Nullable KeyStore anchors) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(anchors);
            return new ChainValidator((X509ExtendedTrustManager) factory.getTrustManagers()[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot check certificates", e);
        }
    }

    /** Returns a trust manager that has the handshake itself fail for a client who cannot prove who it is. */
    public X509ExtendedTrustManager clientTrustManager(ClientCertificateUsage usage) {
        return usage == ClientCertificateUsage.ANY ? new ServerUsageTrustManager(trustManager) : trustManager;
    }

    /** Returns what the server of {@code session} proved. Takes about a millisecond of computing and no I/O. */
    public PeerIdentity identify(SSLSession session) {
        return chainOf(session)
                .map(chain -> judge(chain, this::checkServer, () -> StapledStatus.isRevoked(session, chain, anchors)))
                .orElseGet(PeerIdentity::notPresented);
    }

    /**
     * Returns what the client of {@code session} proved: the same but for the extended key usage that its certificate
     * has to allow (RFC 5280 section 4.2.1.12), and that clients staple nothing.
     */
    public PeerIdentity identifyClient(SSLSession session, ClientCertificateUsage usage) {
        return chainOf(session).map(chain -> judgeClient(chain, usage)).orElseGet(PeerIdentity::notPresented);
    }

    private PeerIdentity judgeClient(ImmutableList<X509Certificate> chain, ClientCertificateUsage usage) {
        X509ExtendedTrustManager clients = clientTrustManager(usage);
        PeerIdentity client =
                judge(chain, presented -> clients.checkClientTrusted(presented, ANY_KEY_EXCHANGE), () -> false);
        return client.isTrusted() || usage == ClientCertificateUsage.ANY || !isGoodServer(chain)
                ? client
                : PeerIdentity.untrusted(
                        ChainStatus.WRONG_USAGE,
                        "its extended key usage allows server authentication, not client authentication",
                        chain);
    }

    /** Tells whether the one thing that is wrong with a client's certificate is that it is for servers. */
    private boolean isGoodServer(ImmutableList<X509Certificate> chain) {
        try {
            boolean serversOnly = CertificateFacts.of(chain.get(0)).isForServersOnly();
            return serversOnly && judge(chain, this::checkServer, () -> false).isTrusted();
        } catch (CertificateException e) {
            return false;
        }
    }

    /** Returns who the peer of {@code session} says it is, for a rule that does not ask: no chain is checked. */
    public static PeerIdentity unchecked(SSLSession session) {
        return chainOf(session)
                .map(chain -> PeerIdentity.untrusted("the rule does not ask for it", chain))
                .orElseGet(PeerIdentity::notPresented);
    }

    private static Optional<ImmutableList<X509Certificate>> chainOf(SSLSession session) {
        try {
            return Optional.of(Arrays.stream(session.getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .collect(ImmutableList.toImmutableList()));
        } catch (SSLPeerUnverifiedException anonymous) {
            return Optional.empty();
        }
    }

    private PeerIdentity judge(ImmutableList<X509Certificate> chain, ChainCheck check, BooleanSupplier revoked) {
        try {
            check.check(chain.toArray(new X509Certificate[0]));
        } catch (CertificateException | IllegalArgumentException e) {
            return PeerIdentity.untrusted(e, chain);
        }
        return revoked.getAsBoolean()
                ? PeerIdentity.untrusted(
                        "it is revoked, says the answer of its authority stapled to the handshake", chain)
                : PeerIdentity.trusted(chain, anchors);
    }

    private void checkServer(X509Certificate[] chain) throws CertificateException {
        trustManager.checkServerTrusted(chain, ANY_KEY_EXCHANGE);
    }

    /** One of the two checks of a trust manager. */
    private interface ChainCheck {
        void check(X509Certificate[] chain) throws CertificateException;
    }
}
