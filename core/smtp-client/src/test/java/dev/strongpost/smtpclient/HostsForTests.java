package dev.strongpost.smtpclient;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.google.common.collect.ImmutableList;

import dev.strongpost.dns.HostLookup;
import dev.strongpost.dns.TemporaryLookupException;

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
    public ImmutableList<String> mailExchangers(String domain) throws TemporaryLookupException {
        if (notAnswered.contains(domain)) {
            throw new TemporaryLookupException(domain);
        }
        return ImmutableList.copyOf(exchangers.getOrDefault(domain, List.of()));
    }

    @Override
    public ImmutableList<InetAddress> addresses(String host) {
        InetAddress address = addresses.get(host);
        return address == null ? ImmutableList.of() : ImmutableList.of(address);
    }
}
