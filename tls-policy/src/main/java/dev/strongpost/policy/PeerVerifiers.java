package dev.strongpost.policy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.strongpost.evidence.PeerVerifier;

/** The verifiers in use: one for where a rule names no anchors, one for each set of anchors that a rule names. Thread-safe. */
public final class PeerVerifiers {
    private final PeerVerifier usual;
    private final Map<TrustAnchors, PeerVerifier> byAnchors = new ConcurrentHashMap<>();

    /** Starts with {@code usual} for rules without {@code ca=}. */
    public PeerVerifiers(PeerVerifier usual) {
        this.usual = usual;
    }

    /** Returns the verifier for a rule with those anchors, or with none of its own. */
    public PeerVerifier of(Optional<TrustAnchors> anchors) {
        return anchors.map(
                        named -> byAnchors.computeIfAbsent(named, its -> PeerVerifier.withAnchors(its.certificates())))
                .orElse(usual);
    }
}
