// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.annotation.Nullable;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;

import dev.strongpost.dns.AddressFamily;
import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.DnsResolver;
import dev.strongpost.dns.HostNames;
import dev.strongpost.james.NameServers;

/**
 * Finds out what clients are called: the names that their address has by reverse look-up, of those that by forward
 * look-up lead back to the address (forward-confirmed, RFC 8601 section 2.7.3). Whoever owns the address writes the
 * first and could write anything; only the owner of the name writes the second.
 *
 * <p>It asks DNS itself, as delivery does, and nobody waits for the answer: what the client says is kept back by a
 * {@link ClientNameHandler}, for no longer than {@link #PATIENCE}. Only an answer counts, be it that there is no name;
 * where one of the questions was not answered the names are unknown. Thread-safe.
 */
@Singleton
public final class ClientNames {
    /** How long a look-up may take, both ways. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration QUESTION = Duration.ofSeconds(2);
    private static final int MOST_NAMES = 5;
    private static final int MOST_LOOKUPS = 1_000;

    private final Optional<NameServers> servers;
    private final Semaphore free = new Semaphore(MOST_LOOKUPS);
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

    /** Starts to look up what {@code address} is called. When too many wait already the name stays unknown. */
    public ClientName lookup(InetAddress address) {
        DnsResolver asked = Preconditions.checkNotNull(dns, "not opened");
        if (!free.tryAcquire()) {
            return new ClientName(
                    CompletableFuture.failedFuture(new IllegalStateException("too many names are looked up")),
                    Duration.ZERO);
        }
        CompletableFuture<ImmutableList<String>> names =
                asked.names(address).thenCompose(found -> confirmed(asked, address, found));
        CompletableFuture<?> unused = names.whenComplete((known, failure) -> free.release());
        return new ClientName(names, PATIENCE);
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
