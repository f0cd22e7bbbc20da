package dev.strongpost.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;

/**
 * James's view of DNS, over dnsjava as James's own: MX, then A, of full names, without a search path. Like James it
 * takes a host that {@code /etc/hosts} names from there, and does not ask for AAAA. In two points it is stricter than
 * James: a look-up that fails is never taken for a name that is not there, and hosts of one preference come in the
 * order of their names, so that two runs can be compared.
 *
 * <p>Each question to a server, and there may be several behind an alias, takes at most twice the time-out. From the
 * eighth time-out after the first on nothing more is asked: what is left counts as not answered.
 */
public final class DnsjavaLookup implements HostLookup {
    private static final int TRIES = 2;
    private static final int LONGEST_IN_TIMEOUTS = 8;

    /** A domain may publish thousands; a delivery tries 20 addresses. */
    private static final int MAX_EXCHANGERS = 100;

    private final Resolver resolver;
    private final Duration timeout;
    private final long start = System.nanoTime();

    private DnsjavaLookup(Resolver resolver, Duration timeout) {
        this.resolver = resolver;
        this.timeout = timeout;
    }

    /**
     * Returns the service.
     *
     * @param server whom to ask; the servers of this machine when empty
     * @param timeout the time for one answer
     */
    public static DnsjavaLookup of(Optional<InetSocketAddress> server, Duration timeout) {
        List<InetSocketAddress> servers = server.<List<InetSocketAddress>>map(ImmutableList::of)
                .orElseGet(() -> ResolverConfig.getCurrentConfig().servers());
        ExtendedResolver resolver =
                new ExtendedResolver(servers.stream().map(SimpleResolver::new).toArray(Resolver[]::new));
        // A lost packet is asked for again, well within the time.
        Arrays.stream(resolver.getResolvers()).forEach(one -> one.setTimeout(timeout.dividedBy(TRIES)));
        resolver.setRetries(TRIES);
        resolver.setTimeout(timeout);
        return new DnsjavaLookup(resolver, timeout);
    }

    @Override
    public ImmutableList<String> mailExchangers(String domain) throws TemporaryLookupException {
        ImmutableList<String> hosts = ask(domain, Type.MX)
                .map(MXRecord.class::cast)
                .sorted(Comparator.comparingInt(MXRecord::getPriority).thenComparing(MXRecord::getTarget))
                .map(exchanger -> exchanger.getTarget().toString())
                .limit(MAX_EXCHANGERS)
                .collect(ImmutableList.toImmutableList());
        // RFC 5321 section 5.1: without an MX record the domain is its own host, if it has an address.
        return hosts.isEmpty() && !addresses(domain).isEmpty() ? ImmutableList.of(domain) : hosts;
    }

    @Override
    public ImmutableList<InetAddress> addresses(String host) throws TemporaryLookupException {
        return InetAddresses.isInetAddress(host)
                ? ImmutableList.of(InetAddresses.forString(host))
                : ask(host, Type.A)
                        .map(ARecord.class::cast)
                        .map(ARecord::getAddress)
                        .collect(ImmutableList.toImmutableList());
    }

    /** Returns the records, none when there are none for certain. */
    private Stream<Record> ask(String name, int type) throws TemporaryLookupException {
        if (System.nanoTime() - start > timeout.toNanos() * LONGEST_IN_TIMEOUTS) {
            throw new TemporaryLookupException("no time left for " + name);
        }
        Lookup lookup = new Lookup(parsed(name), type);
        lookup.setResolver(resolver);
        lookup.setCache(null);
        Record[] answers = lookup.run();
        switch (lookup.getResult()) {
            case Lookup.SUCCESSFUL:
                return Arrays.stream(answers);
            case Lookup.HOST_NOT_FOUND:
            case Lookup.TYPE_NOT_FOUND:
                return Stream.empty();
            default:
                throw new TemporaryLookupException("no answer for " + name);
        }
    }

    private static Name parsed(String name) throws TemporaryLookupException {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            throw new TemporaryLookupException("no name for DNS: " + name);
        }
    }
}
