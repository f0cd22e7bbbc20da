// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.annotation.Nullable;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;

import com.google.common.base.Preconditions;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableList;

import dev.strongpost.dns.AddressFamily;
import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.DnsResolver;
import dev.strongpost.dns.HostNames;
import dev.strongpost.james.NameServers;

/**
 * Finds out what clients are called: the names that their address has by reverse lookup, of those that by forward
 * lookup lead back to the address (forward-confirmed, RFC 8601 section 2.7.3). The owner of the address writes the
 * first and could write anything; only the owner of the name writes the second.
 *
 * <p>It asks DNS itself, as delivery does, and no thread waits for the answer: what the client says is kept back by a
 * {@link ClientNameHandler}, for no longer than {@link #PATIENCE}. Connections from one address share a lookup, its
 * outcome is kept for half a minute, and {@link LookupLimits} gives each network its share. A lookup whose connections
 * have all ended asks nothing more. Only an answer counts, even that there is no name; where one of the queries was not
 * answered the names are unknown. Thread-safe.
 */
@Singleton
public final class ClientNames {
    /** How long a lookup may take, both ways. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration QUESTION = Duration.ofSeconds(2);
    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final int MOST_KEPT = 10_000;
    private static final int MOST_NAMES = 5;

    private final LookupLimits limits = new LookupLimits();
    private final Cache<InetAddress, SharedLookup> lookups = CacheBuilder.newBuilder()
            .expireAfterWrite(KEPT)
            .maximumSize(MOST_KEPT)
            .build();
    private final Optional<NameServers> servers;
    private volatile @Nullable DnsResolver dns;

    /** Made by James. To be {@link #open opened}. */
    @Inject
    public ClientNames(NameServers servers) {
        this.servers = Optional.of(servers);
    }

    /** Asks {@code dns}. */
    ClientNames(DnsResolver dns) {
        this.servers = Optional.empty();
        this.dns = dns;
    }

    /**
     * Reads which name servers are to be asked, the first time.
     *
     * @throws MessagingException when that cannot be read
     */
    public synchronized void open() throws MessagingException {
        if (dns == null && servers.isPresent()) {
            dns = servers.get().resolver(QUESTION, DnsResolver.LONGEST_FAILURE);
        }
    }

    /** One lookup, and how many connections wait for it. */
    private static final class SharedLookup {
        private final CompletableFuture<ImmutableList<String>> names = new CompletableFuture<>();
        private final AtomicInteger waiting = new AtomicInteger();

        private boolean isWanted() {
            return waiting.get() > 0;
        }
    }

    /** Returns what {@code address} is called, which is being looked up unless it was a moment ago. */
    public ClientName lookup(InetAddress address) {
        DnsResolver asked = Preconditions.checkNotNull(dns, "not opened");
        SharedLookup lookup = join(asked, address);
        if (lookup.names.isCancelled()) {
            lookup = join(asked, address); // it was given up in the same moment
        }
        SharedLookup last = lookup;
        return new ClientName(last.names, PATIENCE, last.waiting::decrementAndGet);
    }

    private SharedLookup join(DnsResolver asked, InetAddress address) {
        SharedLookup mine = new SharedLookup();
        SharedLookup shared = lookups.asMap().merge(address, mine, ClientNames::stillUseful);
        shared.waiting.incrementAndGet();
        if (shared == mine) {
            limits.start(address, () -> run(asked, address, shared));
        }
        return shared;
    }

    /** One that was given up has no answer. */
    private static SharedLookup stillUseful(SharedLookup before, SharedLookup fresh) {
        return before.names.isCancelled() ? fresh : before;
    }

    private void run(DnsResolver asked, InetAddress address, SharedLookup lookup) {
        CompletableFuture<?> unused = find(asked, address, lookup).whenComplete((names, failure) -> {
            limits.done(address);
            if (failure == null) {
                lookup.names.complete(names);
            } else if (failure instanceof CancellationException
                    || failure.getCause() instanceof CancellationException) {
                lookup.names.cancel(false);
            } else {
                lookup.names.completeExceptionally(failure);
            }
        });
    }

    private static CompletableFuture<ImmutableList<String>> find(
            DnsResolver asked, InetAddress address, SharedLookup lookup) {
        if (!lookup.isWanted()) {
            return CompletableFuture.failedFuture(new CancellationException());
        }
        try {
            return asked.names(address)
                    .thenCompose(found -> lookup.isWanted()
                            ? confirmed(asked, address, found)
                            : CompletableFuture.failedFuture(new CancellationException()));
        } catch (RuntimeException | LinkageError e) {
            return CompletableFuture.failedFuture(e); // whatever happens, the place is given back
        }
    }

    private static CompletableFuture<ImmutableList<String>> confirmed(
            DnsResolver dns, InetAddress address, DnsAnswer<String> found) {
        List<String> names = certain(found).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(HostNames::isHostName)
                .distinct()
                .limit(MOST_NAMES)
                .collect(Collectors.toList());
        List<CompletableFuture<DnsAnswer<InetAddress>>> answers = names.stream()
                .map(name -> dns.addresses(name, AddressFamily.of(address)))
                .collect(Collectors.toList());
        return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> IntStream.range(0, names.size())
                        .filter(i -> certain(answers.get(i).join()).contains(address))
                        .mapToObj(names::get)
                        .collect(ImmutableList.toImmutableList()));
    }

    private static <T> ImmutableList<T> certain(DnsAnswer<T> answer) {
        answer.failure().ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        return answer.records();
    }
}
