// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.peer;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.certificates.CertificatePath;
import dev.strongpost.certificates.WeakCertificate;
import dev.strongpost.text.Sanitizer;

/**
 * What the peer of a TLS session proved about itself: no certificate, a chain that does not lead to an anchor, or one
 * that does; and under which names it was reached. Whether the certificate bears one of these names, and whether the
 * chain is strong enough, is the decision's business, not this class's. Immutable.
 */
public final class PeerIdentity {
    private static final PeerIdentity NOT_PRESENTED = new PeerIdentity(
            ImmutableList.of(), CertificatePath.of(ImmutableList.of(), ImmutableSet.of()), null, null, null);

    private final ImmutableList<X509Certificate> chain;
    private final CertificatePath path;

    @Nullable
    private final ChainFailure failure;

    @Nullable
    private final String hostName;

    @Nullable
    private final String nextHop;

    private PeerIdentity(
            ImmutableList<X509Certificate> chain,
            CertificatePath path,
            @Nullable ChainFailure failure,
            @Nullable String hostName,
            @Nullable String nextHop) {
        this.chain = chain;
        this.path = path;
        this.failure = failure;
        this.hostName = hostName;
        this.nextHop = nextHop;
    }

    /**
     * Returns the identity of a peer that showed no certificate: an anonymous suite, or a client that was not asked or
     * has none.
     */
    public static PeerIdentity notPresented() {
        return NOT_PRESENTED;
    }

    /**
     * Returns the identity of a peer whose chain (leaf first) a trust manager refused with {@code why}, whose causes
     * are searched for the status.
     */
    public static PeerIdentity untrusted(Exception why, List<X509Certificate> chain) {
        return untrusted(ChainFailure.of(why, chain), chain);
    }

    /**
     * Returns the identity of a peer whose chain (leaf first) does not lead to a trust anchor. {@code why} is kept
     * cleaned as {@link Sanitizer}.
     */
    public static PeerIdentity untrusted(ChainStatus status, String why, List<X509Certificate> chain) {
        return untrusted(ChainFailure.of(status, why), chain);
    }

    /** Returns the same for a reason of no special kind. */
    public static PeerIdentity untrusted(String why, List<X509Certificate> chain) {
        return untrusted(ChainStatus.UNTRUSTED, why, chain);
    }

    private static PeerIdentity untrusted(ChainFailure failure, List<X509Certificate> chain) {
        CertificatePath path = CertificatePath.of(chain, ImmutableSet.of());
        return new PeerIdentity(ImmutableList.copyOf(chain), path, failure, null, null);
    }

    /**
     * Returns the identity of a peer whose chain (leaf first) leads to a trust anchor (RFC 5280 section 6) that is not
     * known.
     *
     * @throws IllegalArgumentException when the chain is empty
     */
    public static PeerIdentity trusted(List<X509Certificate> chain) {
        return trusted(chain, ImmutableSet.of());
    }

    /**
     * Returns the identity of a peer whose chain (leaf first) leads to one of {@code anchors} (RFC 5280 section 6):
     * with them it is known where the chain ends, whatever else the peer has sent.
     *
     * @throws IllegalArgumentException when the chain is empty
     */
    public static PeerIdentity trusted(List<X509Certificate> chain, Collection<X509Certificate> anchors) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a trusted chain has at least one certificate");
        }
        return new PeerIdentity(ImmutableList.copyOf(chain), CertificatePath.of(chain, anchors), null, null, null);
    }

    /**
     * Returns this identity with the name of the MX host that was connected to, an address literal where there is no
     * name; of a client, with its verified name.
     */
    public PeerIdentity reachedAs(String mxHost) {
        return new PeerIdentity(chain, path, failure, mxHost, nextHop);
    }

    /**
     * Returns this identity with the domain whose mail goes to it: the recipient domain, or the gateway's name; of a
     * client, with the domain of the envelope sender.
     */
    public PeerIdentity servingNextHop(String domain) {
        return new PeerIdentity(chain, path, failure, hostName, domain);
    }

    /** Tells whether the peer showed a certificate. */
    public boolean isPresented() {
        return failure != null || !chain.isEmpty();
    }

    /** Tells whether the chain leads to a trust anchor. Says nothing of names, nor of strength. */
    public boolean isTrusted() {
        return failure == null && !chain.isEmpty();
    }

    /** Returns what the chain proves: {@code TRUSTED} only for one that leads to a trust anchor over nothing weak. */
    public ChainStatus chainStatus() {
        if (!isPresented()) {
            return ChainStatus.NONE;
        }
        if (failure != null) {
            return failure.status();
        }
        return WeakCertificate.find(path).isPresent() ? ChainStatus.WEAK : ChainStatus.TRUSTED;
    }

    /** Returns why the chain is not trusted, in words; empty when it is, or when there is none. */
    public Optional<String> untrustedBecause() {
        return Optional.ofNullable(failure).map(ChainFailure::words);
    }

    /** Returns the certificates as presented, leaf first; empty when there are none. */
    public ImmutableList<X509Certificate> chain() {
        return chain;
    }

    /** Returns those that the proof rests on; a chain that is not trusted may have none that do. */
    public CertificatePath path() {
        return path;
    }

    /** Returns the MX host name that was connected to, or the verified name of a client, when known. */
    public Optional<String> hostName() {
        return Optional.ofNullable(hostName);
    }

    /** Returns the domain whose mail goes to this peer, or comes from it, when known. */
    public Optional<String> nextHop() {
        return Optional.ofNullable(nextHop);
    }

    @Override
    public String toString() {
        if (!isPresented()) {
            return "no certificate";
        }
        return untrustedBecause().map(why -> "certificate not trusted: " + why).orElse("certificate trusted");
    }
}
