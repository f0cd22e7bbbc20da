package dev.strongpost.mailets;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.dnsservice.api.TemporaryResolutionException;

import com.google.common.collect.ImmutableList;

import dev.strongpost.dns.HostLookup;
import dev.strongpost.dns.TemporaryLookupException;

/** Asks James's DNS service. It does not tell a host without address from a name server that does not answer. */
final class JamesHostLookup implements HostLookup {
    private final DNSService dns;

    JamesHostLookup(DNSService dns) {
        this.dns = dns;
    }

    @Override
    public ImmutableList<String> mailExchangers(String domain) throws TemporaryLookupException {
        try {
            return ImmutableList.copyOf(dns.findMXRecords(domain));
        } catch (TemporaryResolutionException e) {
            throw new TemporaryLookupException("MX of " + domain);
        }
    }

    @Override
    public ImmutableList<InetAddress> addresses(String host) {
        try {
            return ImmutableList.copyOf(dns.getAllByName(host));
        } catch (UnknownHostException e) {
            return ImmutableList.of();
        }
    }
}
