package dev.strongpost.benchmarks.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;

import org.apache.james.dnsservice.api.DNSService;

import com.google.common.base.CharMatcher;
import com.google.common.net.InetAddresses;

import dev.strongpost.benchmarks.receiver.Hosts;

/**
 * James's DNS service: {@code d7.example} has the mail exchanger {@code mx.d7.example}, and that the address of host 7.
 */
final class HostNames implements DNSService {
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
}
