// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;

/**
 * Asks DNS about hosts. Every name is absolute: it is never combined with a search list of the machine (RFC 1535). Does
 * not block; a future does not fail, but ends with a temporary answer.
 */
public interface HostLookup {
    /** Returns the MX records of {@code domain}, in no order. */
    CompletableFuture<DnsAnswer<MailExchanger>> mailExchangers(String domain);

    /** Returns the addresses of {@code host} of one family: its A or AAAA records. */
    CompletableFuture<DnsAnswer<InetAddress>> addresses(String host, AddressFamily family);

    /**
     * Returns the TXT records of {@code name}, the strings of each put together (RFC 7208 section 3.3), an octet to a
     * character.
     */
    CompletableFuture<DnsAnswer<String>> texts(String name);
}
