// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.strongpost.dns.AddressFamily;
import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.HostLookup;
import dev.strongpost.dns.MailExchanger;

/** Hosts and addresses out of maps, with failures on demand; changeable at any time. */
public final class HostsForTests implements HostLookup {
    private final Map<String, List<String>> exchangers = new ConcurrentHashMap<>();
    private final Map<String, InetAddress> addresses = new ConcurrentHashMap<>();
    private final Set<String> notAnswered = ConcurrentHashMap.newKeySet();

    public void addExchanger(String domain, InetAddress address) {
        List<String> hosts = exchangers.computeIfAbsent(domain, none -> new CopyOnWriteArrayList<>());
        String host = "mx" + (hosts.size() + 1) + "." + domain;
        addresses.put(host, address);
        hosts.add(host + ".");
    }

    public void setExchangers(String domain, String... hosts) {
        exchangers.put(domain, List.of(hosts));
    }

    public void doNotAnswer(String domain) {
        notAnswered.add(domain);
    }

    @Override
    public CompletableFuture<DnsAnswer<MailExchanger>> mailExchangers(String domain) {
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
        InetAddress address = addresses.get(host);
        return CompletableFuture.completedFuture(
                address == null || AddressFamily.of(address) != family
                        ? DnsAnswer.absent()
                        : DnsAnswer.of(List.of(address)));
    }
}
