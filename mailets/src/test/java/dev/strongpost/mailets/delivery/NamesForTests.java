// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.dnsservice.api.TemporaryResolutionException;

import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.collect.Multiset;
import com.google.common.net.InetAddresses;

import dev.strongpost.dns.AddressFamily;
import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.MailExchanger;
import dev.strongpost.dns.MailLookup;
import dev.strongpost.dns.TlsaRecord;

/** Our look-ups and James's DNS service over maps, with failures on demand. It blocks nowhere and may change at any time. */
public final class NamesForTests implements DNSService, MailLookup {
    private final Map<String, List<String>> exchangers = new ConcurrentHashMap<>();
    private final Map<String, List<InetAddress>> addresses = new ConcurrentHashMap<>();
    private final Set<String> notAnswered = ConcurrentHashMap.newKeySet();
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Multiset<String> lookUps = ConcurrentHashMultiset.create();

    public void addExchanger(String domain, InetAddress address) {
        List<String> hosts = exchangers.computeIfAbsent(domain, none -> new CopyOnWriteArrayList<>());
        String host = "mx" + (hosts.size() + 1) + "." + domain;
        setAddresses(host, address);
        hosts.add(host + ".");
    }

    public void setAddresses(String host, InetAddress... all) {
        addresses.put(host, List.of(all));
    }

    public void setExchangers(String domain, String... hosts) {
        exchangers.put(domain, List.of(hosts));
    }

    public void doNotAnswer(String domain) {
        notAnswered.add(domain);
    }

    /** Has look-ups of {@code domain} fail in a way that James does not provide for. */
    public void breakAt(String domain) {
        broken.add(domain);
    }

    /** Has look-ups of {@code domain} wait until they are interrupted. */
    public void hangAt(String domain) {
        hanging.add(domain);
    }

    /** Returns how often the mail exchangers of {@code domain} were asked for. */
    public int lookUps(String domain) {
        return lookUps.count(domain);
    }

    @Override
    public Collection<String> findMXRecords(String hostname) throws TemporaryResolutionException {
        lookUps.add(hostname);
        if (broken.contains(hostname)) {
            throw new IllegalStateException("the resolver broke");
        }
        if (hanging.contains(hostname)) {
            hang();
        }
        if (notAnswered.contains(hostname)) {
            throw new TemporaryResolutionException("no answer");
        }
        return exchangers.getOrDefault(hostname, List.of());
    }

    private static void hang() throws TemporaryResolutionException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new TemporaryResolutionException("interrupted");
        }
    }

    @Override
    public Collection<InetAddress> getAllByName(String host) throws UnknownHostException {
        return List.of(getByName(host));
    }

    @Override
    public InetAddress getByName(String host) throws UnknownHostException {
        if (InetAddresses.isInetAddress(host)) {
            return InetAddresses.forString(host);
        }
        if (!addresses.containsKey(host)) {
            throw new UnknownHostException(host);
        }
        return addresses.get(host).get(0);
    }

    @Override
    public Collection<String> findTXTRecords(String hostname) {
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
        lookUps.add(domain);
        if (broken.contains(domain)) {
            throw new IllegalStateException("the resolver broke");
        }
        if (hanging.contains(domain)) {
            return new CompletableFuture<>();
        }
        List<MailExchanger> records = new ArrayList<>();
        exchangers.getOrDefault(domain, List.of()).forEach(host -> records.add(MailExchanger.of(records.size(), host)));
        return CompletableFuture.completedFuture(
                notAnswered.contains(domain)
                        ? DnsAnswer.temporary("DNS, MX " + domain + ": no answer")
                        : DnsAnswer.of(records));
    }

    @Override
    public CompletableFuture<DnsAnswer<String>> texts(String name) {
        return CompletableFuture.completedFuture(DnsAnswer.absent());
    }

    @Override
    public CompletableFuture<DnsAnswer<InetAddress>> addresses(String host, AddressFamily family) {
        return CompletableFuture.completedFuture(DnsAnswer.of(addresses.getOrDefault(host, List.of()).stream()
                .filter(address -> AddressFamily.of(address) == family)
                .toList()));
    }

    @Override
    public CompletableFuture<Optional<String>> testDnssec() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletableFuture<DnsAnswer<String>> alias(String host) {
        return CompletableFuture.completedFuture(DnsAnswer.absent());
    }

    @Override
    public CompletableFuture<DnsAnswer<TlsaRecord>> tlsa(String name) {
        return CompletableFuture.completedFuture(DnsAnswer.absent());
    }
}
