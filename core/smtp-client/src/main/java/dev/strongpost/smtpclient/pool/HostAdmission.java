// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import com.google.common.collect.ImmutableList;

import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.ReusableConnection;
import dev.strongpost.smtpclient.TlsProfile;

/**
 * Admission to one host: who waits, how many connections there are, and whether another is to be opened.
 *
 * <p>Connections are opened a few at a time: one at first, and with each that comes about one more, up to four. A host
 * that does not answer so holds one connection, and the second connection to a host can resume the TLS session of the
 * first. A host that refuses one more connection gets no more than it has taken, until it has taken another in place of
 * one of them.
 *
 * <p>While a connection is opened, those that stand can take several mails each, and that without a handshake. So
 * another is opened only when more wait than that, or none was served for long.
 *
 * <p>Not for several threads; the pool has the lock.
 */
final class HostAdmission<C extends ReusableConnection> {

    /** One who waits for a connection. */
    static final class Request<C> {
        private final Destination destination;
        private final TlsProfile profile;
        private final boolean mayReuse;
        private final Instant since;
        private final CompletableFuture<C> answer = new CompletableFuture<>();
        /** Whether a connection is being opened on its account. Another may still be there first. */
        private boolean covered;

        Request(Destination destination, TlsProfile profile, boolean mayReuse, Instant since) {
            this.destination = destination;
            this.profile = profile;
            this.mayReuse = mayReuse;
            this.since = since;
        }

        Destination destination() {
            return destination;
        }

        TlsProfile profile() {
            return profile;
        }

        /** Tells whether a connection that has been used will do. */
        boolean mayReuse() {
            return mayReuse;
        }

        CompletableFuture<C> answer() {
            return answer;
        }
    }

    /** The numbers of one profile. */
    private static final class Tally {
        /** Connections open or being opened. */
        private int open;
        /** Those of them that are being opened. */
        private int opening;
        /** Who waits. */
        private int waiting;

        private Instant lastServed = Instant.EPOCH;

        private boolean stands() {
            return open > opening;
        }
    }

    /** More at a time are of little use: all but one or two of the first would find no session to resume. */
    private static final int MAX_PACE = 4;

    /** When no request was served for so long, the open connections are busy with something slow. */
    private static final Duration LONG = Duration.ofMillis(500);

    /** How many mails a connection may take in the round trips that it takes to open another. */
    private final int mailsPerOpening;

    private final Deque<Request<C>> waiting = new ArrayDeque<>();
    private final Map<TlsProfile, Tally> tallies = new HashMap<>();
    private int open;
    private int opening;
    /** How many may be being opened at a time. */
    private int pace = 1;
    /** How many the host takes, as far as it is known. */
    private int ceiling = Integer.MAX_VALUE;

    HostAdmission(int mailsPerOpening) {
        this.mailsPerOpening = mailsPerOpening;
    }

    private Tally tally(TlsProfile profile) {
        return tallies.computeIfAbsent(profile, unknown -> new Tally());
    }

    /** Has {@code request} wait. */
    void add(Request<C> request) {
        waiting.add(request);
        tally(request.profile).waiting++;
    }

    /** Takes the request that waits for longest, of those that {@code connection} can serve {@code now}. */
    Optional<Request<C>> takeWaiting(C connection, Instant now) {
        boolean used = connection.isUsed();
        Optional<Request<C>> next =
                takeFirst(request -> request.profile.equals(connection.profile()) && (request.mayReuse || !used));
        next.ifPresent(request -> tally(request.profile).lastServed = now);
        return next;
    }

    private Optional<Request<C>> takeFirst(Predicate<Request<C>> which) {
        Iterator<Request<C>> requests = waiting.iterator();
        while (requests.hasNext()) {
            Request<C> request = requests.next();
            if (which.test(request)) {
                requests.remove();
                tally(request.profile).waiting--;
                return Optional.of(request);
            }
        }
        return Optional.empty();
    }

    /** Takes {@code request} out of those who wait, if it is among them. */
    Optional<Request<C>> take(Request<C> request) {
        return takeFirst(request::equals);
    }

    /** Takes all who wait for a connection of {@code profile}. */
    ImmutableList<Request<C>> takeAllWaiting(TlsProfile profile) {
        return takeAll(request -> request.profile.equals(profile));
    }

    /** Takes all who wait. */
    ImmutableList<Request<C>> takeAllWaiting() {
        return takeAll(any -> true);
    }

    private ImmutableList<Request<C>> takeAll(Predicate<Request<C>> which) {
        ImmutableList<Request<C>> taken = waiting.stream().filter(which).collect(ImmutableList.toImmutableList());
        waiting.removeIf(which);
        taken.forEach(request -> tally(request.profile).waiting--);
        return taken;
    }

    /** Takes who came last, until no more than {@code share} wait or {@code most} are taken. */
    List<Request<C>> takeYoungest(int share, int most) {
        List<Request<C>> taken = new ArrayList<>();
        while (waiting.size() > share && taken.size() < most) {
            Request<C> youngest = waiting.removeLast();
            tally(youngest.profile).waiting--;
            taken.add(youngest);
        }
        return taken;
    }

    /** Tells whether anybody waits since before {@code time}. */
    boolean waitsSinceBefore(Instant time) {
        return !waiting.isEmpty() && waiting.element().since.isBefore(time);
    }

    /**
     * Tells whether who waits for longest can use none of the connections there are, has waited for long and should
     * have the place of {@code connection}.
     */
    boolean isOvertaken(C connection, int limit, Instant now) {
        Request<C> eldest = waiting.peekFirst();
        return eldest != null
                && isFull(limit)
                && !eldest.profile.equals(connection.profile())
                && tally(eldest.profile).open == 0
                && eldest.since.plus(LONG).isBefore(now);
    }

    /** Returns the next request that a connection should be opened for {@code now}; empty when there is none. */
    Optional<Request<C>> wanting(Instant now) {
        return opening >= pace
                ? Optional.empty()
                : waiting.stream()
                        .filter(request -> !request.covered && isWorthIt(request, now))
                        .findFirst();
    }

    private boolean isWorthIt(Request<C> request, Instant now) {
        Tally alike = tally(request.profile);
        if (alike.open >= request.profile.connectionLimit().orElse(Integer.MAX_VALUE)) {
            return false;
        }
        return alike.open == 0
                || !request.mayReuse
                || alike.waiting > mailsPerOpening * alike.open
                || (alike.stands()
                        && request.since.plus(LONG).isBefore(now)
                        && alike.lastServed.plus(LONG).isBefore(now));
    }

    /** Tells whether there are as many connections as there may be: by {@code limit}, or by what the host takes. */
    boolean isFull(int limit) {
        return open >= Math.min(limit, ceiling);
    }

    /** Counts a connection that is being opened for {@code request}. */
    void beginOpening(Request<C> request) {
        request.covered = true;
        open++;
        opening++;
        tally(request.profile).open++;
        tally(request.profile).opening++;
    }

    private void endOpening(Request<C> request) {
        request.covered = false;
        opening--;
        tally(request.profile).opening--;
    }

    /** Counts the connection for {@code request} as one that is open. */
    void succeed(Request<C> request) {
        endOpening(request);
        pace = Math.min(pace + 1, MAX_PACE);
        ceiling = ceiling == Integer.MAX_VALUE ? ceiling : ceiling + 1;
    }

    /** Counts the connection for {@code request} as one that cannot be opened now. */
    void fail(Request<C> request) {
        endOpening(request);
        countClosed(request.profile);
        pace = 1;
    }

    /** Notes that the host has said no to one more connection than those that stand. */
    void limit() {
        ceiling = Math.max(1, open - opening);
    }

    /** Counts a connection of {@code profile} less. */
    void countClosed(TlsProfile profile) {
        open--;
        tally(profile).open--;
    }

    /** Tells whether any connection is open, as against being opened. */
    boolean hasStanding() {
        return open > opening;
    }

    /** Tells whether a connection of {@code profile} is open. */
    boolean hasStanding(TlsProfile profile) {
        return tally(profile).stands();
    }

    /** Tells whether any connection is being opened. */
    boolean isOpening() {
        return opening > 0;
    }

    /** Tells whether there is nothing to remember. */
    boolean isForgettable() {
        return open == 0 && waiting.isEmpty();
    }
}
