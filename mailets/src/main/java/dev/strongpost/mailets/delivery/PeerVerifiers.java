package dev.strongpost.mailets.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.strongpost.evidence.PeerVerifier;
import dev.strongpost.policy.TrustAnchors;

/** The verifiers in use: one with the anchors of the JVM, one for each set of anchors that a rule names. */
final class PeerVerifiers {
    private final PeerVerifier jvm = PeerVerifier.withJvmAnchors();
    private final Map<TrustAnchors, PeerVerifier> byAnchors = new ConcurrentHashMap<>();

    /** Returns the verifier for connections of {@code profile}. */
    PeerVerifier of(TlsProfile profile) {
        return profile.trustAnchors()
                .map(anchors ->
                        byAnchors.computeIfAbsent(anchors, named -> PeerVerifier.withAnchors(named.certificates())))
                .orElse(jvm);
    }
}
