package dev.strongpost.mailets.delivery;

import java.util.Objects;
import java.util.Optional;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.evidence.TlsProtocol;
import dev.strongpost.policy.TlsRequirement;
import dev.strongpost.policy.TrustAnchors;

/**
 * How a connection is opened to meet a requirement: the part of a {@link TlsRequirement} that shapes the handshake.
 * Connections of one profile are interchangeable, which is what the pool keeps them by. Whether one satisfies a mail is
 * decided anew for each mail, from what the handshake gave.
 */
final class TlsProfile {

    /** Whether STARTTLS is used. */
    enum Mode {
        /** Never, even when offered. */
        NEVER,
        /** When offered; without it when it is not, or does not work. */
        WHEN_OFFERED,
        /** When offered; a connection without it is of no use. */
        ALWAYS
    }

    /** Returns the profile that gives {@code requirement} its best chance. A rule in test asks for no more than built-in. */
    static TlsProfile of(TlsRequirement requirement) {
        TlsRequirement effective = requirement.isTesting() ? TlsRequirement.builtInMay() : requirement;
        return new TlsProfile(modeOf(effective), effective);
    }

    private static Mode modeOf(TlsRequirement requirement) {
        if (requirement.level().forbidsTls()) {
            return Mode.NEVER;
        }
        return requirement.level().isOpportunistic() ? Mode.WHEN_OFFERED : Mode.ALWAYS;
    }

    private final Mode mode;
    private final Optional<TlsProtocol> minimumProtocol;
    private final ImmutableList<String> ciphers;
    private final ImmutableSet<String> excludedCiphers;
    private final Optional<String> serverName;
    private final Optional<TrustAnchors> trustAnchors;
    private final Optional<String> clientCertificate;

    private TlsProfile(Mode mode, TlsRequirement requirement) {
        this.mode = mode;
        this.minimumProtocol = requirement.minimumProtocol();
        this.ciphers = requirement.ciphers();
        this.excludedCiphers = requirement.excludedCiphers();
        this.serverName = requirement.serverName();
        this.trustAnchors = requirement.trustAnchors();
        this.clientCertificate = requirement.clientCertificate();
    }

    /** Returns whether STARTTLS is used. */
    Mode mode() {
        return mode;
    }

    /** Returns the lowest protocol version to offer; the JVM's own choice when empty. */
    Optional<TlsProtocol> minimumProtocol() {
        return minimumProtocol;
    }

    /** Returns the suites to offer, in order; the JVM's own choice when empty. */
    ImmutableList<String> ciphers() {
        return ciphers;
    }

    /** Returns the suites not to offer. */
    ImmutableSet<String> excludedCiphers() {
        return excludedCiphers;
    }

    /** Returns the name for server name indication (RFC 6066 section 3); the host's own when empty. */
    Optional<String> serverName() {
        return serverName;
    }

    /** Returns the trust anchors; the JVM's own when empty. */
    Optional<TrustAnchors> trustAnchors() {
        return trustAnchors;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof TlsProfile)) {
            return false;
        }
        TlsProfile that = (TlsProfile) other;
        return mode == that.mode && handshake().equals(that.handshake());
    }

    private ImmutableList<Object> handshake() {
        return ImmutableList.of(minimumProtocol, ciphers, excludedCiphers, serverName, trustAnchors, clientCertificate);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mode, handshake());
    }
}
