package dev.strongpost.mailets.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The verifiers in use: one with the anchors of the JVM, one for each file that a rule names. */
final class PeerVerifiers {
    private final PeerVerifier jvm = PeerVerifier.withJvmAnchors();
    private final Map<String, PeerVerifier> byFile = new ConcurrentHashMap<>();

    /** Returns the verifier for connections of {@code profile}. */
    PeerVerifier of(TlsProfile profile) {
        return profile.trustAnchors()
                .map(file -> byFile.computeIfAbsent(file, PeerVerifiers::load))
                .orElse(jvm);
    }

    private static PeerVerifier load(String file) {
        try {
            return PeerVerifier.withAnchors(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
