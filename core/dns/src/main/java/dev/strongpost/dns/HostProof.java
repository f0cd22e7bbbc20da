// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.util.Optional;

/**
 * What DNSSEC proves of the way from a domain to one of its hosts (RFC 7672 section 2.2.1), and the aliases on it.
 * Immutable.
 */
public final class HostProof {
    private static final HostProof NONE = new HostProof(false, Optional.empty(), false, Optional.empty());

    private final boolean exchangerProven;
    private final Optional<String> domainAlias;
    private final boolean addressesProven;
    private final Optional<String> hostAlias;

    private HostProof(
            boolean exchangerProven,
            Optional<String> domainAlias,
            boolean addressesProven,
            Optional<String> hostAlias) {
        this.exchangerProven = exchangerProven;
        this.domainAlias = domainAlias;
        this.addressesProven = addressesProven;
        this.hostAlias = hostAlias;
    }

    /** Returns that nothing is proven. */
    public static HostProof none() {
        return NONE;
    }

    /**
     * Returns the proof.
     *
     * @param exchangerProven whether the MX records of the domain are proven, or that it has none
     * @param domainAlias what the domain is an alias of
     * @param addressesProven whether the addresses of the host are proven
     * @param hostAlias what the host is an alias of
     */
    public static HostProof of(
            boolean exchangerProven,
            Optional<String> domainAlias,
            boolean addressesProven,
            Optional<String> hostAlias) {
        return new HostProof(exchangerProven, domainAlias, addressesProven, hostAlias);
    }

    /** Tells whether the MX records of the domain are proven, or that it has none. */
    public boolean isExchangerProven() {
        return exchangerProven;
    }

    /** Tells whether the addresses of the host are proven, with each alias on the way. */
    public boolean areAddressesProven() {
        return addressesProven;
    }

    /** Returns what the domain is an alias of. */
    public Optional<String> domainAlias() {
        return domainAlias;
    }

    /** Returns what the host is an alias of. */
    public Optional<String> hostAlias() {
        return hostAlias;
    }
}
