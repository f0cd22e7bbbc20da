package dev.strongpost.evidence;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

/**
 * What the peer of a TLS session proved about itself: no certificate, a chain that does not lead to an anchor, or one that
 * does; and under which names it was reached. Whether the certificate bears one of these names is the decision's business,
 * not this class's. Immutable.
 */
public final class PeerIdentity {
    private static final PeerIdentity NOT_PRESENTED = new PeerIdentity(ImmutableList.of(), null, null, null);

    private final ImmutableList<X509Certificate> chain;

    @Nullable
    private final String untrustedBecause;

    @Nullable
    private final String hostName;

    @Nullable
    private final String nextHop;

    private PeerIdentity(
            ImmutableList<X509Certificate> chain,
            @Nullable String untrustedBecause,
            @Nullable String hostName,
            @Nullable String nextHop) {
        this.chain = chain;
        this.untrustedBecause = untrustedBecause;
        this.hostName = hostName;
        this.nextHop = nextHop;
    }

    /** Returns the identity of a peer that showed no certificate (an anonymous suite). */
    public static PeerIdentity notPresented() {
        return NOT_PRESENTED;
    }

    /**
     * Returns the identity of a peer whose chain (leaf first) does not lead to a trust anchor. {@code why} is kept cleaned as
     * {@link PeerText}.
     */
    public static PeerIdentity untrusted(String why, List<X509Certificate> chain) {
        return new PeerIdentity(ImmutableList.copyOf(chain), PeerText.clean(why), null, null);
    }

    /**
     * Returns the identity of a peer whose chain (leaf first) leads to a trust anchor (RFC 5280 section 6).
     *
     * @throws IllegalArgumentException when the chain is empty
     */
    public static PeerIdentity trusted(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a trusted chain has at least one certificate");
        }
        return new PeerIdentity(ImmutableList.copyOf(chain), null, null, null);
    }

    /** Returns this identity with the name of the MX host that was connected to; an address literal where there is no name. */
    public PeerIdentity reachedAs(String mxHost) {
        return new PeerIdentity(chain, untrustedBecause, mxHost, nextHop);
    }

    /** Returns this identity with the domain whose mail goes to it: the recipient domain, or the gateway's name. */
    public PeerIdentity servingNextHop(String domain) {
        return new PeerIdentity(chain, untrustedBecause, hostName, domain);
    }

    /** Tells whether the peer showed a certificate. */
    public boolean isPresented() {
        return this.untrustedBecause != null || !chain.isEmpty();
    }

    /** Tells whether the chain leads to a trust anchor. Says nothing of names. */
    public boolean isTrusted() {
        return untrustedBecause == null && !chain.isEmpty();
    }

    /** Returns why the chain is not trusted; empty when it is, or when there is none. */
    public Optional<String> untrustedBecause() {
        return Optional.ofNullable(untrustedBecause);
    }

    /** Returns the certificates as presented, leaf first; empty when there are none. */
    public ImmutableList<X509Certificate> chain() {
        return chain;
    }

    /** Returns the MX host name that was connected to, when known. */
    public Optional<String> hostName() {
        return Optional.ofNullable(hostName);
    }

    /** Returns the domain whose mail goes to this peer, when known. */
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
