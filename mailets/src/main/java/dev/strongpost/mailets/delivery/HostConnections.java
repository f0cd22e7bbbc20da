package dev.strongpost.mailets.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Multiset;

/**
 * What a {@link ConnectionPool} has of one host: who waits, and the connections that are kept, open, or being opened.
 *
 * <p>Connections are opened a few at a time: one at first, and with each that comes about one more, up to four. A host that
 * does not answer so holds one connection, and the second connection to a host can resume the TLS session of the first. A host that
 * refuses one more connection gets no more than it has taken, until it has taken another in place of one of them.
 *
 * <p>While a connection is opened, those that stand can take several mails each, and that without a handshake. So another is
 * opened only when more wait than that, or nobody has been served for long.
 *
 * <p>Not for several threads; the pool has the lock.
 */
final class HostConnections {

    /** One who waits for a connection. */
    static final class Request {
        private final Destination destination;
        private final TlsProfile profile;
        private final boolean mayReuse;
        private final Instant since;
        private final CompletableFuture<SmtpConnection> answer = new CompletableFuture<>();
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

        CompletableFuture<SmtpConnection> answer() {
            return answer;
        }
    }

    /** More at a time are of little use: all but one or two of the first would find no session to resume. */
    private static final int MAX_PACE = 4;

    /** How many mails a connection may take in the round trips that it takes to open another. */
    private static final int MAILS_PER_OPENING = 4;

    /** When nobody was served for so long, the connections that stand are busy with something slow. */
    private static final Duration LONG = Duration.ofMillis(500);

    private final Deque<Request> waiting = new ArrayDeque<>();
    private final Deque<SmtpConnection> idle = new ArrayDeque<>();
    /** Connections open or being opened. */
    private final Multiset<TlsProfile> open = HashMultiset.create();
    /** Those of them that are being opened. */
    private int opening;

    private Instant lastServed = Instant.EPOCH;
    /** How many may be being opened at a time. */
    private int pace = 1;
    /** How many the host takes, as far as it is known. */
    private int ceiling = Integer.MAX_VALUE;

    /** Has {@code request} wait. */
    void add(Request request) {
        waiting.add(request);
    }

    /** Takes the kept connection that was used last, of those of {@code profile}. */
    Optional<SmtpConnection> takeIdle(TlsProfile profile) {
        Iterator<SmtpConnection> youngestFirst = idle.iterator();
        while (youngestFirst.hasNext()) {
            SmtpConnection candidate = youngestFirst.next();
            if (!candidate.isOpen()) {
                youngestFirst.remove();
            } else if (candidate.profile().equals(profile)) {
                youngestFirst.remove();
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Keeps {@code connection}. */
    void keep(SmtpConnection connection) {
        idle.addFirst(connection);
    }

    /** Forgets a kept connection. */
    void forget(SmtpConnection connection) {
        idle.remove(connection);
    }

    /** Returns the kept connection that is unused for longest. */
    Optional<SmtpConnection> oldestIdle() {
        return Optional.ofNullable(idle.peekLast());
    }

    /** Takes the request that waits for longest, of those that {@code connection} can serve. */
    Optional<Request> takeWaiting(SmtpConnection connection, Instant now) {
        boolean used = connection.transactions() > 0;
        Iterator<Request> requests = waiting.iterator();
        while (requests.hasNext()) {
            Request request = requests.next();
            if (request.profile.equals(connection.profile()) && (request.mayReuse || !used)) {
                requests.remove();
                lastServed = now;
                return Optional.of(request);
            }
        }
        return Optional.empty();
    }

    /** Takes {@code request} out of those who wait. Returns whether it was among them. */
    boolean withdraw(Request request) {
        return waiting.remove(request);
    }

    /** Takes all who wait. */
    ImmutableList<Request> takeAllWaiting() {
        ImmutableList<Request> all = ImmutableList.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** Takes who came last, until no more than {@code share} wait or {@code most} are taken. */
    List<Request> takeYoungest(int share, int most) {
        List<Request> taken = new ArrayList<>();
        while (waiting.size() > share && taken.size() < most) {
            taken.add(waiting.removeLast());
        }
        return taken;
    }

    /** Tells whether anybody waits since before {@code time}. */
    boolean waitsSinceBefore(Instant time) {
        return !waiting.isEmpty() && waiting.element().since.isBefore(time);
    }

    /** Returns the next request that a connection should be opened for {@code now}; empty when there is none. */
    Optional<Request> wanting(Instant now) {
        return opening >= pace || open() >= ceiling
                ? Optional.empty()
                : waiting.stream()
                        .filter(request -> !request.covered && isWorthIt(request, now))
                        .findFirst();
    }

    private boolean isWorthIt(Request request, Instant now) {
        int alike = open.count(request.profile);
        return alike == 0
                || waiting.size() > MAILS_PER_OPENING * alike
                || !request.mayReuse
                || (open() > opening
                        && request.since.plus(LONG).isBefore(now)
                        && lastServed.plus(LONG).isBefore(now));
    }

    /** Counts a connection that is being opened for {@code request}. */
    void beginOpening(Request request) {
        request.covered = true;
        open.add(request.profile);
        opening++;
    }

    /** Counts the connection for {@code request} as one that stands. */
    void succeed(Request request) {
        request.covered = false;
        opening--;
        pace = Math.min(pace + 1, MAX_PACE);
        ceiling = ceiling == Integer.MAX_VALUE ? ceiling : ceiling + 1;
    }

    /** Counts the connection for {@code request} as one that is not to be had. It is still open in the books. */
    void fail(Request request) {
        request.covered = false;
        opening--;
        pace = 1;
    }

    /** Notes that the host has said no to one more connection than those that stand. */
    void limit() {
        ceiling = Math.max(1, open() - opening - 1);
    }

    /** Counts a connection of {@code profile} less. */
    void countClosed(TlsProfile profile) {
        open.remove(profile);
    }

    /** Returns how many connections are open or being opened. */
    int open() {
        return open.size();
    }

    /** Tells whether no connection stands besides those being opened and the one that has just failed. */
    boolean isOutOfReach() {
        return open() == opening + 1;
    }

    /** Tells whether there is nothing to remember. */
    boolean isForgettable() {
        return open.isEmpty() && waiting.isEmpty() && idle.isEmpty();
    }
}
