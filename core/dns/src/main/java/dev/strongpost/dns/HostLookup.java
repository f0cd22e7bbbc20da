package dev.strongpost.dns;

import java.net.InetAddress;

import com.google.common.collect.ImmutableList;

/** Finds the mail exchangers of domains and the addresses of hosts. Blocks: not for an event loop. */
public interface HostLookup {
    /**
     * Returns the hosts for mail to {@code domain} in order of preference, each with or without its trailing dot: its
     * MX records, or where there are none the domain itself if it has an address (RFC 5321 section 5.1). Empty when
     * there is neither.
     *
     * @throws TemporaryLookupException when DNS does not answer
     */
    ImmutableList<String> mailExchangers(String domain) throws TemporaryLookupException;

    /**
     * Returns the addresses of {@code host}; empty when it has none.
     *
     * @throws TemporaryLookupException when DNS does not answer, where that can be told
     */
    ImmutableList<InetAddress> addresses(String host) throws TemporaryLookupException;
}
