package dev.strongpost.inbound.connection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.dnsservice.api.DNSService;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import com.google.common.util.concurrent.ThreadFactoryBuilder;

/**
 * Finds out what clients are called: the name that their address has by reverse look-up, if by forward look-up it leads
 * back to the address (forward-confirmed, RFC 8601 section 2.7.3). Whoever owns the address writes the first and could
 * write anything; only the owner of the name writes the second.
 *
 * <p>It asks James's DNS service on threads of its own, a few for all listeners, and nobody waits for the answer: what
 * the client says is kept back by a {@link ClientNameHandler}, for no longer than {@link #PATIENCE}. Thread-safe.
 */
@Singleton
public final class ClientNames {
    /** How long a look-up may take, both ways. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int THREADS = 8;
    private static final int WAITING = 1_000;

    private final DNSService dns;
    private final ExecutorService threads;

    /** Made by James. */
    @Inject
    public ClientNames(DNSService dns) {
        this.dns = dns;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                new ThreadFactoryBuilder()
                        .setNameFormat("inbound-tls names %d")
                        .setDaemon(true)
                        .build());
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** Starts to look up what {@code address} is called. When too many wait already the name stays unknown. */
    public ClientName lookup(InetAddress address) {
        try {
            return new ClientName(CompletableFuture.supplyAsync(() -> verified(address), threads), PATIENCE);
        } catch (RejectedExecutionException e) {
            return new ClientName(CompletableFuture.failedFuture(e), Duration.ZERO);
        }
    }

    private ImmutableList<String> verified(InetAddress address) {
        String name = Strings.nullToEmpty(dns.getHostName(address)).toLowerCase(Locale.ROOT);
        String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        // James's service gives the address back when it has no name.
        return host.isEmpty() || InetAddresses.isInetAddress(host) || !leadsTo(host, address)
                ? ImmutableList.of()
                : ImmutableList.of(host);
    }

    private boolean leadsTo(String host, InetAddress address) {
        try {
            return dns.getAllByName(host).contains(address);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
