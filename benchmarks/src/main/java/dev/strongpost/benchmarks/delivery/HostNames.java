// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.apache.james.dnsservice.api.DNSService;

import com.google.common.base.CharMatcher;
import com.google.common.net.InetAddresses;

import dev.strongpost.benchmarks.receiver.Hosts;
import dev.strongpost.dns.AddressFamily;
import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.MailExchanger;
import dev.strongpost.dns.MailLookup;
import dev.strongpost.dns.TlsaRecord;

/**
 * James's DNS service, and ours: {@code d7.example} has the mail exchanger {@code mx.d7.example}, and that the address
 * of host 7.
 */
final class HostNames implements DNSService, MailLookup {
    private static final String EXCHANGER = "mx.";

    private final Hosts hosts;

    HostNames(Hosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public Collection<String> findMXRecords(String domain) {
        return List.of(EXCHANGER + domain);
    }

    @Override
    public InetAddress getByName(String name) throws UnknownHostException {
        if (InetAddresses.isInetAddress(name)) {
            return InetAddresses.forString(name);
        }
        if (!name.startsWith(EXCHANGER)) {
            throw new UnknownHostException(name);
        }
        return hosts.address(Integer.parseInt(CharMatcher.inRange('0', '9').retainFrom(name)));
    }

    @Override
    public Collection<InetAddress> getAllByName(String name) throws UnknownHostException {
        return List.of(getByName(name));
    }

    @Override
    public Collection<String> findTXTRecords(String name) {
        return List.of();
    }

    @Override
    public InetAddress getLocalHost() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public String getHostName(InetAddress address) {
        return address.getHostAddress();
    }

    @Override
    public CompletableFuture<DnsAnswer<MailExchanger>> mailExchangers(String domain) {
        return CompletableFuture.completedFuture(proven(List.of(MailExchanger.of(10, EXCHANGER + domain))));
    }

    private static <T> DnsAnswer<T> proven(List<T> records) {
        return DnsAnswer.of(records, true, Optional.empty());
    }

    @Override
    public CompletableFuture<DnsAnswer<String>> texts(String name) {
        return CompletableFuture.completedFuture(DnsAnswer.absent());
    }

    @Override
    public CompletableFuture<DnsAnswer<InetAddress>> addresses(String host, AddressFamily family) {
        try {
            InetAddress address = getByName(host);
            return CompletableFuture.completedFuture(
                    proven(AddressFamily.of(address) == family ? List.of(address) : List.of()));
        } catch (UnknownHostException e) {
            return CompletableFuture.completedFuture(DnsAnswer.absent());
        }
    }

    @Override
    public CompletableFuture<DnsAnswer<String>> alias(String host) {
        return CompletableFuture.completedFuture(DnsAnswer.absent());
    }

    @Override
    public CompletableFuture<DnsAnswer<TlsaRecord>> tlsa(String name) {
        return CompletableFuture.completedFuture(proven(List.of()));
    }

    @Override
    public CompletableFuture<Optional<String>> testDnssec() {
        return CompletableFuture.completedFuture(Optional.empty());
    }
}
