// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.peer;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.strongpost.certificates.TrustAnchors;

/**
 * The verifiers in use: one for where a rule names no anchors, one for each set of anchors that a rule names.
 * Thread-safe.
 */
public final class ChainValidators {
    private final ChainValidator usual;
    private final Map<TrustAnchors, ChainValidator> byAnchors = new ConcurrentHashMap<>();

    /** Starts with {@code usual} for rules without {@code ca=}. */
    public ChainValidators(ChainValidator usual) {
        this.usual = usual;
    }

    /** Returns the verifier for a rule with those anchors, or with none of its own. */
    public ChainValidator of(Optional<TrustAnchors> anchors) {
        return anchors.map(named ->
                        byAnchors.computeIfAbsent(named, its -> ChainValidator.withAnchors(its.certificates())))
                .orElse(usual);
    }
}
