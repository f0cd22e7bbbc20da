// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.util.concurrent.CompletableFuture;

/** Asks DNS for what DANE needs besides the hosts (RFC 7672 section 2.2). As {@link HostLookup}: absolute names, no failure. */
public interface TlsaLookup {
    /** Returns the name that {@code host} is an alias of: its CNAME record, one at the most. */
    CompletableFuture<DnsAnswer<String>> alias(String host);

    /**
     * Returns the TLSA records of {@code name}, such as {@code _25._tcp.mx.partner.example}. Those that are not proven are
     * nothing to rely on.
     */
    CompletableFuture<DnsAnswer<TlsaRecord>> tlsa(String name);
}
