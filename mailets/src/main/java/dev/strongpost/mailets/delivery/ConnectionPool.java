package dev.strongpost.mailets.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import com.google.common.collect.ImmutableList;

/**
 * Lends connections and keeps those that come back, within a limit for each host and one for all together. Who asks
 * beyond a limit waits his turn without a thread; hosts that wait for the global limit are served in turn.
 *
 * <p>A connection is kept by host and {@link TlsProfile}. That it is lent again says nothing about whether it is good
 * enough for the next mail: the borrower judges it.
 */
final class ConnectionPool {

    /** Opens connections; {@link SmtpConnector} but for tests. */
    interface Opener {
        /** Returns a connection to {@code destination}, or fails. */
        CompletableFuture<SmtpConnection> open(Destination destination, TlsProfile profile);
    }

    /** A request that waits for a connection. */
    private static final class Request {
        private final Destination destination;
        private final TlsProfile profile;
        private final CompletableFuture<SmtpConnection> answer = new CompletableFuture<>();

        private Request(Destination destination, TlsProfile profile) {
            this.destination = destination;
            this.profile = profile;
        }
    }

    /** What there is to one host. */
    private static final class Host {
        /** Connections open or being opened. */
        private int open;
        /** Those of them that are being opened. */
        private int opening;

        private final Deque<Request> waiting = new ArrayDeque<>();
        private final Deque<SmtpConnection> idle = new ArrayDeque<>();

        private Optional<SmtpConnection> takeIdle(TlsProfile profile) {
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

        private boolean isForgettable() {
            return open == 0 && waiting.isEmpty() && idle.isEmpty();
        }
    }

    private final Opener opener;
    private final ConnectionSettings settings;
    private final DeliveryEvents events;
    private final Clock clock;

    private final Object lock = new Object();
    private final Map<Destination, Host> hosts = new HashMap<>();
    /** Kept connections, the one unused for longest first. */
    private final Map<SmtpConnection, Instant> idleSince = new LinkedHashMap<>();
    /** Hosts with requests that only the global limit holds up, the one that waits for longest first. */
    private final Set<Destination> heldUp = new LinkedHashSet<>();

    /** Requests whose connection is being opened. */
    private final Set<Request> opening = new LinkedHashSet<>();

    private int open;
    private boolean closed;

    ConnectionPool(Opener opener, ConnectionSettings settings, DeliveryEvents events, Clock clock) {
        this.opener = opener;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Lends a connection to {@code destination}: a kept one of the same profile, or a new one as soon as the limits let
     * it. To be given back by {@link #release} or {@link #discard}.
     *
     * @return the connection; fails as opening it failed
     */
    CompletableFuture<SmtpConnection> lease(Destination destination, TlsProfile profile) {
        return request(destination, profile, true);
    }

    /** Lends a new connection to {@code destination}, never a kept one. */
    CompletableFuture<SmtpConnection> leaseFresh(Destination destination, TlsProfile profile) {
        return request(destination, profile, false);
    }

    private CompletableFuture<SmtpConnection> request(Destination destination, TlsProfile profile, boolean mayReuse) {
        Request request = new Request(destination, profile);
        List<Runnable> actions = new ArrayList<>();
        synchronized (lock) {
            if (closed) {
                return CompletableFuture.failedFuture(new Unreachable("delivery is stopping", null));
            }
            Host host = hosts.computeIfAbsent(destination, unknown -> new Host());
            Optional<SmtpConnection> kept = mayReuse ? host.takeIdle(profile) : Optional.empty();
            if (kept.isPresent()) {
                idleSince.remove(kept.get());
                events.connectionReused();
                return CompletableFuture.completedFuture(kept.get());
            }
            host.waiting.add(request);
            serve(destination, host, actions);
        }
        actions.forEach(Runnable::run);
        return request.answer;
    }

    /** Takes a connection back. It is kept when it is in its initial state and has mails to go, and closed otherwise. */
    void release(SmtpConnection connection) {
        if (!connection.isOpen() || connection.transactions() >= settings.maximumMails() || !keepsIdle()) {
            discard(connection);
        } else if (connection.hasOpenTransaction()) {
            Async.onEnd(reset(connection), (reply, failure) -> {
                if (reply != null && reply.isPositive()) {
                    connection.endTransaction();
                    keep(connection);
                } else {
                    discard(connection);
                }
            });
        } else {
            keep(connection);
        }
    }

    private static CompletableFuture<Reply> reset(SmtpConnection connection) {
        try {
            return connection.reset();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private boolean keepsIdle() {
        return !settings.idleTimeout().isZero();
    }

    private void keep(SmtpConnection connection) {
        Optional<Request> next;
        List<Runnable> actions = new ArrayList<>();
        synchronized (lock) {
            Host host = hosts.get(connection.destination());
            if (closed || host == null) {
                next = Optional.empty();
                actions.add(() -> discard(connection));
            } else {
                next = firstWaiting(host, connection.profile());
                if (next.isEmpty()) {
                    host.idle.addFirst(connection);
                    idleSince.put(connection, clock.instant());
                    serve(connection.destination(), host, actions);
                    serveHeldUp(actions);
                }
            }
        }
        next.ifPresent(request -> {
            events.connectionReused();
            request.answer.complete(connection);
        });
        actions.forEach(Runnable::run);
    }

    private static Optional<Request> firstWaiting(Host host, TlsProfile profile) {
        Iterator<Request> waiting = host.waiting.iterator();
        while (waiting.hasNext()) {
            Request request = waiting.next();
            if (request.profile.equals(profile)) {
                waiting.remove();
                return Optional.of(request);
            }
        }
        return Optional.empty();
    }

    /** Takes a connection back that is not to be used again, and closes it politely where that is possible. */
    void discard(SmtpConnection connection) {
        close(connection);
        events.connectionClosed();
        closedOne(connection.destination());
    }

    /** Closes, whatever state the connection is in: one that still owes a reply takes no QUIT. */
    private static void close(SmtpConnection connection) {
        try {
            connection.quit();
        } catch (RuntimeException e) {
            connection.abort();
        }
    }

    /** Closes connections that have not been used for the idle time. To be called every second or so. */
    void closeIdle() {
        Instant deadline = clock.instant().minus(settings.idleTimeout());
        List<SmtpConnection> expired = new ArrayList<>();
        synchronized (lock) {
            idleSince.forEach((connection, since) -> {
                if (!since.isAfter(deadline) || !connection.isOpen()) {
                    expired.add(connection);
                }
            });
            expired.forEach(this::forgetIdle);
        }
        expired.forEach(this::discard);
    }

    private void forgetIdle(SmtpConnection connection) {
        idleSince.remove(connection);
        Optional.ofNullable(hosts.get(connection.destination())).ifPresent(host -> host.idle.remove(connection));
    }

    /** Refuses requests from now on, those that wait for a connection included, and closes what is kept. */
    void close() {
        List<SmtpConnection> kept;
        List<Request> refused = new ArrayList<>();
        synchronized (lock) {
            closed = true;
            refused.addAll(opening);
            kept = ImmutableList.copyOf(idleSince.keySet());
            kept.forEach(this::forgetIdle);
            hosts.values().forEach(host -> {
                refused.addAll(host.waiting);
                host.waiting.clear();
            });
        }
        kept.forEach(this::discard);
        refused.forEach(request -> request.answer.completeExceptionally(new Unreachable("delivery is stopping", null)));
    }

    /** Returns how many connections are open or being opened. */
    int size() {
        synchronized (lock) {
            return open;
        }
    }

    private void closedOne(Destination destination) {
        List<Runnable> actions = new ArrayList<>();
        synchronized (lock) {
            open--;
            Host host = hosts.get(destination);
            if (host != null) {
                host.open--;
                serve(destination, host, actions);
            }
            serveHeldUp(actions);
        }
        actions.forEach(Runnable::run);
    }

    private void serveHeldUp(List<Runnable> actions) {
        for (Destination destination : ImmutableList.copyOf(heldUp)) {
            if (open >= settings.maximum() && idleSince.isEmpty()) {
                return;
            }
            Host host = hosts.get(destination);
            if (host != null) {
                serve(destination, host, actions);
            }
        }
    }

    /** Opens connections for requests of {@code host} as far as the limits go. Under the lock; acts after it. */
    private void serve(Destination destination, Host host, List<Runnable> actions) {
        heldUp.remove(destination);
        while (!host.waiting.isEmpty() && !closed) {
            if (host.open >= settings.maximumPerHost() && !evict(oldestIdleOf(host), actions)) {
                return;
            }
            if (open >= settings.maximum() && !evict(oldestIdle(), actions)) {
                heldUp.add(destination);
                return;
            }
            Request request = host.waiting.remove();
            opening.add(request);
            open++;
            host.open++;
            host.opening++;
            actions.add(() -> open(request));
        }
        if (host.isForgettable()) {
            hosts.remove(destination);
        }
    }

    private static Optional<SmtpConnection> oldestIdleOf(Host host) {
        return Optional.ofNullable(host.idle.peekLast());
    }

    private Optional<SmtpConnection> oldestIdle() {
        return idleSince.keySet().stream().findFirst();
    }

    /** Makes room by closing a kept connection. Its place is free at once: only the good-bye is still on its way. */
    private boolean evict(Optional<SmtpConnection> victim, List<Runnable> actions) {
        victim.ifPresent(connection -> {
            forgetIdle(connection);
            open--;
            hosts.computeIfPresent(connection.destination(), (destination, host) -> {
                host.open--;
                return host.isForgettable() ? null : host;
            });
            actions.add(() -> {
                events.connectionClosed();
                close(connection);
            });
        });
        return victim.isPresent();
    }

    private void open(Request request) {
        Async.onEnd(opened(request), (connection, failure) -> {
            List<Request> hopeless = endOpening(request, failure != null && Failures.isUnreachable(failure));
            if (failure != null) {
                closedOne(request.destination);
                request.answer.completeExceptionally(failure);
                hopeless.forEach(waiting -> waiting.answer.completeExceptionally(failure));
                return;
            }
            events.connectionOpened();
            if (!request.answer.complete(connection)) {
                // Refused by a stop while the connection was being opened.
                discard(connection);
            }
        });
    }

    /**
     * Notes that the connection for {@code request} is there, or is not to be had. When the host cannot be reached and no
     * other connection to it stands, who waits for one is not made to wait for the same failure again: returns those.
     */
    private List<Request> endOpening(Request request, boolean unreachable) {
        synchronized (lock) {
            opening.remove(request);
            Host host = hosts.get(request.destination);
            if (host == null) {
                return ImmutableList.of();
            }
            host.opening--;
            boolean noneStands = host.open == host.opening + 1;
            if (!unreachable || !noneStands) {
                return ImmutableList.of();
            }
            List<Request> hopeless = ImmutableList.copyOf(host.waiting);
            host.waiting.clear();
            return hopeless;
        }
    }

    private CompletableFuture<SmtpConnection> opened(Request request) {
        try {
            return opener.open(request.destination, request.profile);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
