// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;

import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.HostLookup;

/**
 * Finds the MTA-STS policy that holds for mail to a domain (RFC 8461 sections 3.1, 3.3 and 5.1). A policy that was fetched
 * holds as long as it says, also when its record has gone or it cannot be fetched again; another id of the record has it
 * fetched again. One request for a domain is under way at a time, and one that failed is not made again for some minutes.
 * Thread-safe.
 */
public final class StsLookup {
    private static final Logger LOGGER = LoggerFactory.getLogger(StsLookup.class);

    /** RFC 8461 section 3.3: five minutes or longer. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(5);

    private static final int MOST_FAILURES = 10_000;

    private final HostLookup dns;
    private final PolicyFetcher fetcher;
    private final PolicyStore store;
    private final Clock clock;
    private final ConcurrentMap<String, CompletableFuture<StsAnswer>> underWay = new ConcurrentHashMap<>();
    private final Set<String> refreshing = ConcurrentHashMap.newKeySet();
    private final Cache<String, Failure> failures =
            CacheBuilder.newBuilder().maximumSize(MOST_FAILURES).build();

    /** A fetch that failed. */
    private static final class Failure {
        final String id;
        final Instant when;
        final String why;

        Failure(String id, Instant when, String why) {
            this.id = id;
            this.when = when;
            this.why = why;
        }
    }

    /** Takes what varies. */
    public StsLookup(HostLookup dns, PolicyFetcher fetcher, PolicyStore store, Clock clock) {
        this.dns = dns;
        this.fetcher = fetcher;
        this.store = store;
        this.clock = clock;
    }

    /** Returns what holds for mail to {@code domain}, in A-labels and lower case. May read a file; does not fail. */
    public CompletableFuture<StsAnswer> of(String domain) {
        CompletableFuture<StsAnswer> answer = underWay.computeIfAbsent(domain, this::begin);
        // Behind the map's own update, in which nothing may be removed.
        CompletableFuture<?> unused = answer.whenComplete((found, none) -> underWay.remove(domain, answer));
        return answer;
    }

    private CompletableFuture<StsAnswer> begin(String domain) {
        return dns.texts("_mta-sts." + domain)
                .thenCompose(said -> of(domain, said))
                .exceptionally(failure -> StsAnswer.temporary(message(failure)));
    }

    private CompletableFuture<StsAnswer> of(String domain, DnsAnswer<String> said) {
        Optional<StoredPolicy> live = store.find(domain).filter(kept -> kept.isLive(clock.instant()));
        Optional<StsRecord> record = StsRecord.among(said.records());
        if (record.isEmpty()) {
            // Section 5.1: a policy that was seen holds, whatever becomes of its record.
            return CompletableFuture.completedFuture(live.map(StsAnswer::of).orElseGet(() -> withoutRecord(said)));
        }
        String id = record.get().id();
        return live.filter(kept -> kept.id().equals(id))
                .map(kept -> CompletableFuture.completedFuture(refreshed(domain, kept)))
                .orElseGet(() -> fetch(domain, id, live));
    }

    /**
     * Section 5.1: a policy is fetched again well before it ends, so that nobody gets rid of it by being in the way just
     * then. Nothing waits for it.
     */
    private StsAnswer refreshed(String domain, StoredPolicy kept) {
        if (kept.isDueForRefresh(clock.instant()) && refreshing.add(domain)) {
            CompletableFuture<?> unused = fetch(domain, kept.id(), Optional.of(kept))
                    .whenComplete((answer, none) -> refreshing.remove(domain));
        }
        return StsAnswer.of(kept);
    }

    private static StsAnswer withoutRecord(DnsAnswer<String> said) {
        return said.failure().map(StsAnswer::temporary).orElseGet(StsAnswer::none);
    }

    private CompletableFuture<StsAnswer> fetch(String domain, String id, Optional<StoredPolicy> live) {
        Failure failed = failures.getIfPresent(domain);
        if (failed != null && failed.id.equals(id) && clock.instant().isBefore(failed.when.plus(PAUSE_AFTER_FAILURE))) {
            return CompletableFuture.completedFuture(notFetched(live, failed.why));
        }
        return fetcher.fetch(domain).handle((text, failure) -> {
            Optional<StoredPolicy> fetched =
                    failure == null ? StoredPolicy.of(id, clock.instant(), text) : Optional.empty();
            if (fetched.isPresent()) {
                failures.invalidate(domain);
                store.keep(domain, fetched.get(), text);
                return StsAnswer.of(fetched.get());
            }
            String why = failure == null ? "what mta-sts." + domain + " has is no policy" : message(failure);
            LOGGER.info("MTA-STS policy of {}: {}", domain, why);
            failures.put(domain, new Failure(id, clock.instant(), why));
            return notFetched(live, why);
        });
    }

    /** Section 5.1: without a policy, mail goes as though the domain had none. */
    private static StsAnswer notFetched(Optional<StoredPolicy> live, String why) {
        return live.map(StsAnswer::of).orElseGet(() -> StsAnswer.notFetched(why));
    }

    private static String message(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
