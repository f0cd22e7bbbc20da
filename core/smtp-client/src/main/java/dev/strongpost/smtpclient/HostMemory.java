// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.time.Duration;
import java.util.Optional;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;

/**
 * What is remembered of hosts: what they turned out not to do as they announce it, so that they are asked once and not
 * for each mail, kept for an hour and for 10,000 hosts at the most; and the TLS sessions with them. Thread-safe.
 */
final class HostMemory {
    private static final Duration KEEP = Duration.ofHours(1);
    private static final int HOSTS = 10_000;

    private final Cache<Destination, Boolean> withoutChunking = cache();
    private final Cache<Destination, Integer> mails = cache();
    private final ResumptionSlots sessions = new ResumptionSlots();

    private static <T> Cache<Destination, T> cache() {
        return CacheBuilder.newBuilder()
                .maximumSize(HOSTS)
                .expireAfterWrite(KEEP)
                .build();
    }

    /** Returns the TLS sessions that may be resumed. */
    ResumptionSlots sessions() {
        return sessions;
    }

    /** Notes that {@code host} announces CHUNKING and does not know BDAT. */
    void noteBrokenChunking(Destination host) {
        withoutChunking.put(host, true);
    }

    /** Tells whether BDAT may be used with {@code host} where it announces it. */
    boolean mayChunk(Destination host) {
        return withoutChunking.getIfPresent(host) == null;
    }

    /** Notes that {@code host} takes no more than {@code count} mails on one connection, at least 1. */
    void noteMailLimit(Destination host, int count) {
        mails.put(host, Math.max(1, count));
    }

    /** Returns how many mails {@code host} takes on one connection; empty when nothing is known of a limit. */
    Optional<Integer> mailLimit(Destination host) {
        return Optional.ofNullable(mails.getIfPresent(host));
    }
}
