package dev.strongpost.mailets.delivery;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

import javax.annotation.Nullable;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import com.google.common.collect.ImmutableList;

import dev.strongpost.evidence.PeerIdentity;

/**
 * Finds out what a TLS peer proved about itself: a chain that ends at a trust anchor (RFC 5280 section 6), one that does
 * not and why, or nothing. Names are compared later, by the decision.
 */
final class PeerVerifier {
    /** The key exchange algorithm does not matter to a check of the chain alone, but the method wants one. */
    private static final String ANY_KEY_EXCHANGE = "UNKNOWN";

    private final X509TrustManager trustManager;
    private final ImmutableList<X509Certificate> anchors;

    private PeerVerifier(X509TrustManager trustManager) {
        this.trustManager = trustManager;
        this.anchors = ImmutableList.copyOf(trustManager.getAcceptedIssuers());
    }

    /** Returns a verifier with the trust anchors of the JVM. */
    static PeerVerifier withJvmAnchors() {
        return create(null);
    }

    /** Returns a verifier with these certificates as its only anchors. */
    static PeerVerifier withAnchors(Collection<X509Certificate> certificates) {
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

    private static PeerVerifier create(@Nullable KeyStore anchors) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(anchors);
            return new PeerVerifier((X509TrustManager) factory.getTrustManagers()[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot check certificates", e);
        }
    }

    /** Returns what the peer of {@code session} proved. Takes about a millisecond of computing and no I/O. */
    PeerIdentity identify(SSLSession session) {
        return chainOf(session).map(chain -> judge(session, chain)).orElseGet(PeerIdentity::notPresented);
    }

    /** Returns who the peer of {@code session} says it is, for a rule that does not ask: no chain is checked. */
    static PeerIdentity unchecked(SSLSession session) {
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

    private PeerIdentity judge(SSLSession session, ImmutableList<X509Certificate> chain) {
        try {
            trustManager.checkServerTrusted(chain.toArray(new X509Certificate[0]), ANY_KEY_EXCHANGE);
        } catch (CertificateException | IllegalArgumentException e) {
            return PeerIdentity.untrusted(e, chain);
        }
        return StapledStatus.isRevoked(session, chain, anchors)
                ? PeerIdentity.untrusted(
                        "it is revoked, says the answer of its authority stapled to the handshake", chain)
                : PeerIdentity.trusted(chain, anchors);
    }
}
