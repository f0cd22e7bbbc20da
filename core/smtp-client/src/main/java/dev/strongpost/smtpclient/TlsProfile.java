// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.util.Optional;
import java.util.OptionalInt;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.certificates.TrustAnchors;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsRequirement;

/**
 * How a connection is opened to meet a requirement: the part of a {@link TlsRequirement} that shapes the handshake.
 * Connections of one profile are interchangeable, which is what the pool keeps them by. Whether one satisfies a mail is
 * decided anew for each mail, from what the handshake gave.
 */
public final class TlsProfile {

    /** Whether STARTTLS is used. */
    enum Mode {
        /** Never, even when offered. */
        NEVER,
        /** When offered; without it when it is not, or does not work. */
        WHEN_OFFERED,
        /** When offered; a connection without it is of no use. */
        ALWAYS
    }

    private final Mode mode;
    private final Optional<TlsProtocol> minimumProtocol;
    private final ImmutableList<String> ciphers;
    private final ImmutableSet<String> excludedCiphers;
    private final Optional<String> serverName;
    private final Optional<TrustAnchors> trustAnchors;
    private final Optional<String> clientCertificate;
    private final OptionalInt connectionLimit;
    private final boolean checksPeer;
    /** All that makes profiles equal, put together once: the pool compares them for each mail. */
    private final ImmutableList<Object> essence;

    private TlsProfile(TlsRequirement requirement, Mode mode, boolean checksPeer) {
        this.mode = mode;
        this.minimumProtocol = requirement.minimumProtocol();
        this.ciphers = requirement.ciphers();
        this.excludedCiphers = requirement.excludedCiphers();
        this.clientCertificate = requirement.clientCertificate();
        this.serverName = requirement.serverName();
        this.connectionLimit = requirement.connectionLimit();
        this.checksPeer = checksPeer;
        this.trustAnchors = requirement.trustAnchors();
        this.essence = ImmutableList.of(
                mode,
                checksPeer,
                minimumProtocol,
                ciphers,
                excludedCiphers,
                serverName,
                trustAnchors,
                clientCertificate,
                connectionLimit);
    }

    /** Returns the profile that gives {@code requirement} its best chance, whether it is enforced or only tested. */
    public static TlsProfile of(TlsRequirement requirement) {
        return new TlsProfile(
                requirement, modeOf(requirement), requirement.level().requiresTrustedPeer());
    }

    /**
     * Returns the profile that finds out the most about a host under {@code requirement}: the handshake of {@link #of},
     * tried whether the rule wants it or not and with the peer's chain checked, and no connection that goes on in
     * cleartext.
     */
    public static TlsProfile probing(TlsRequirement requirement) {
        return new TlsProfile(requirement, Mode.ALWAYS, true);
    }

    private static Mode modeOf(TlsRequirement requirement) {
        if (requirement.level().forbidsTls()) {
            return Mode.NEVER;
        }
        return requirement.level().isOpportunistic() ? Mode.WHEN_OFFERED : Mode.ALWAYS;
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

    /** Returns the name of the certificate to present; none when empty. */
    Optional<String> clientCertificate() {
        return clientCertificate;
    }

    /** Returns how many connections to one host may be open; the pool's own limit when empty. */
    public OptionalInt connectionLimit() {
        return connectionLimit;
    }

    /** Tells whether the peer has to prove who it is, so that its chain is worth checking. */
    boolean checksPeer() {
        return checksPeer;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof TlsProfile && ((TlsProfile) other).essence.equals(essence));
    }

    @Override
    public int hashCode() {
        return essence.hashCode();
    }
}
