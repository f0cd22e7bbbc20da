// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.pool;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.smtpclient.Async;
import dev.strongpost.smtpclient.ConnectionEvents;
import dev.strongpost.smtpclient.ConnectionSettings;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.ErrorDescriptions;
import dev.strongpost.smtpclient.HostUnreachableException;
import dev.strongpost.smtpclient.ReusableConnection;
import dev.strongpost.smtpclient.TlsProfile;
import dev.strongpost.smtpclient.pool.HostAdmission.Request;

/**
 * Lends connections and keeps those that come back, within a limit for each host and one for all together. Who asks
 * beyond a limit waits its turn without a thread; hosts that wait for the global limit are served in turn.
 *
 * <p>A connection is kept by host and {@link TlsProfile}. That it is lent again says nothing about whether it is good
 * enough for the next mail: the borrower judges it.
 *
 * <p>Keeping and admission are apart: {@link IdleConnections} has the connections without a user, {@link
 * HostAdmission} has who waits for one host and decides whether another is opened. Of a connection:
 *
 * <pre>
 *               open                  lend
 *   (none) ------------&gt; OPENING ------------&gt; LENT &lt;---------------+
 *      ^                    |                  | |  |                | lend
 *      |     failed         |                  | |  | release        |
 *      +--------------------+     passOnEarly  | |  +------------&gt; IDLE
 *      |                          to the next  | |                   |
 *      |                           who waits   +-+ (LENT)            |
 *      |                                         |                   |
 *      |       discard; release when spent,      |     closeIdle,    |
 *      +------- closed or not to be reset -------+-- evict, close ---+
 * </pre>
 *
 * <p>Of a request: it waits; it is answered by a connection that is released, passed on or opened, or by the failure
 * to open one; {@link #makeRoom} sends it away.
 */
public final class ConnectionPool<C extends ReusableConnection> {
    /** A host at which somebody waits for so long is slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MAILS_PER_OPENING = 4;

    /** Opens connections. */
    public interface Opener<C> {
        /** Returns a connection to {@code destination}, or fails. */
        CompletableFuture<C> open(Destination destination, TlsProfile profile);
    }

    private final Opener<C> opener;
    private final ConnectionSettings settings;
    private final ConnectionEvents events;
    private final Clock clock;

    private final Trampoline trampoline = new Trampoline();
    private final Object lock = new Object();
    private final Map<Destination, HostAdmission<C>> hosts = new HashMap<>();
    private final IdleConnections<C> idle = new IdleConnections<>();
    /** Hosts with requests that only the global limit holds up, the one that waits for longest first. */
    private final Set<Destination> heldUp = new LinkedHashSet<>();

    private int open;
    private boolean closed;

    public ConnectionPool(Opener<C> opener, ConnectionSettings settings, ConnectionEvents events, Clock clock) {
        this.opener = opener;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Lends a connection to {@code destination}: a kept one of the same profile, or a new one as soon as the limits let
     * it. To be given back by {@link #release} or {@link #discard}.
     *
     * @return the connection; fails as opening it failed, or with {@link ConnectionLimitException}
     */
    public CompletableFuture<C> lease(Destination destination, TlsProfile profile) {
        return request(destination, profile, true);
    }

    /** Lends a new connection to {@code destination}, never one that has been used. */
    public CompletableFuture<C> leaseFresh(Destination destination, TlsProfile profile) {
        return request(destination, profile, false);
    }

    private CompletableFuture<C> request(Destination destination, TlsProfile profile, boolean mayReuse) {
        Request<C> request = new Request<>(destination, profile, mayReuse, clock.instant());
        List<Runnable> actions = new ArrayList<>();
        synchronized (lock) {
            if (closed) {
                return CompletableFuture.failedFuture(stopping());
            }
            Optional<C> kept = mayReuse ? idle.take(destination, profile) : Optional.empty();
            if (kept.isPresent()) {
                events.connectionReused();
                return CompletableFuture.completedFuture(kept.get());
            }
            HostAdmission<C> host =
                    hosts.computeIfAbsent(destination, unknown -> new HostAdmission<>(mailsPerOpening()));
            host.add(request);
            serve(destination, host, actions);
        }
        actions.forEach(trampoline::run);
        return request.answer();
    }

    /** A connection that is not kept takes one mail, so opening another is worth it for each. */
    private int mailsPerOpening() {
        return keepsIdle() ? Math.min(MAILS_PER_OPENING, settings.maximumMails()) : 1;
    }

    private static HostUnreachableException stopping() {
        return new HostUnreachableException("delivery is stopping", null);
    }

    /**
     * Takes a connection back. It is kept when it is in its initial state and has mails to go, and closed otherwise.
     */
    public void release(C connection) {
        if (!connection.isOpen() || connection.isSpent() || !keepsIdle()) {
            discard(connection);
        } else if (connection.needsReset()) {
            Async.onEnd(connection.reset(), (done, failure) -> {
                if (failure == null) {
                    passOn(connection);
                } else {
                    discard(connection);
                }
            });
        } else {
            passOn(connection);
        }
    }

    /**
     * Lends {@code connection} to the next who waits for one like it, while its borrower awaits only the reply to his
     * message. Where none waits it stays with the borrower.
     *
     * @return whether it is out of the borrower's hands, who has to neither release nor discard it
     */
    public boolean passOnEarly(C connection) {
        if (!connection.isOpen() || connection.isSpent() || !keepsIdle()) {
            return false;
        }
        Optional<Request<C>> next = Optional.empty();
        synchronized (lock) {
            HostAdmission<C> host = hosts.get(connection.destination());
            boolean keeps = !closed
                    && host != null
                    && !host.isOvertaken(connection, settings.maximumPerHost(), clock.instant());
            if (keeps && host != null) {
                next = host.takeWaiting(connection, clock.instant());
            }
        }
        next.ifPresent(request -> trampoline.run(() -> lend(connection, request)));
        return next.isPresent();
    }

    private boolean keepsIdle() {
        return !settings.idleTimeout().isZero();
    }

    /** Gives {@code connection} to the next who waits for one like it, or keeps it. */
    private void passOn(C connection) {
        Optional<Request<C>> next = Optional.empty();
        List<Runnable> actions = new ArrayList<>();
        synchronized (lock) {
            HostAdmission<C> host = hosts.get(connection.destination());
            if (closed || host == null || host.isOvertaken(connection, settings.maximumPerHost(), clock.instant())) {
                actions.add(() -> discard(connection));
            } else {
                next = host.takeWaiting(connection, clock.instant());
                if (next.isEmpty()) {
                    idle.keep(connection, clock.instant());
                    serve(connection.destination(), host, actions);
                    serveHeldUp(actions);
                }
            }
        }
        next.ifPresent(request -> trampoline.run(() -> lend(connection, request)));
        actions.forEach(trampoline::run);
    }

    private void lend(C connection, Request<C> request) {
        if (connection.isUsed()) {
            events.connectionReused();
        }
        if (!request.answer().complete(connection)) {
            discard(connection);
        }
    }

    /** Takes a connection back that is not to be used again, and closes it politely where that is possible. */
    public void discard(C connection) {
        connection.quit();
        events.connectionClosed();
        closedOne(connection.destination(), connection.profile());
    }

    /** Opens connections for those who have waited for long. To be called every second or so. */
    public void serveLongWaiting() {
        List<Runnable> actions = new ArrayList<>();
        synchronized (lock) {
            // A copy: to serve one may be to forget another.
            ImmutableMap.copyOf(hosts).forEach((destination, host) -> serve(destination, host, actions));
        }
        actions.forEach(trampoline::run);
    }

    /** Closes connections that have not been used for the idle time. To be called every second or so. */
    public void closeIdle() {
        Instant deadline = clock.instant().minus(settings.idleTimeout());
        List<C> expired;
        synchronized (lock) {
            expired = idle.takeExpired(deadline);
        }
        expired.forEach(this::discard);
    }

    /**
     * Sends away who came last to hosts that are slow, with {@link ConnectionLimitException}: all slow hosts together
     * keep half of the window. To be called every second while the window is full; a quarter of it goes at a time, so
     * that a queue that gives back at once what is put into it is not run around in circles.
     *
     * @param window how many mails may be in flight
     */
    public void makeRoom(int window) {
        Instant deadline = clock.instant().minus(PATIENCE);
        List<Request<C>> sentAway = new ArrayList<>();
        synchronized (lock) {
            List<HostAdmission<C>> slow = hosts.values().stream()
                    .filter(host -> host.waitsSinceBefore(deadline))
                    .collect(Collectors.toList());
            int share = window / 2 / Math.max(1, slow.size());
            for (HostAdmission<C> host : slow) {
                sentAway.addAll(host.takeYoungest(share, window / 4 - sentAway.size()));
            }
            hosts.values().removeIf(HostAdmission<C>::isForgettable);
        }
        sentAway.forEach(
                request -> request.answer().completeExceptionally(new ConnectionLimitException(request.destination())));
    }

    /** Refuses requests from now on, those that wait for a connection included, and closes what is kept. */
    public void close() {
        List<C> kept;
        List<Request<C>> refused = new ArrayList<>();
        synchronized (lock) {
            closed = true;
            kept = idle.takeAll();
            hosts.values().forEach(host -> refused.addAll(host.takeAllWaiting()));
        }
        kept.forEach(this::discard);
        refused.forEach(request -> request.answer().completeExceptionally(stopping()));
    }

    /** Returns how many connections are open or being opened. */
    int size() {
        synchronized (lock) {
            return open;
        }
    }

    private void closedOne(Destination destination, TlsProfile profile) {
        List<Runnable> actions = new ArrayList<>();
        synchronized (lock) {
            countClosed(destination, profile);
            Optional.ofNullable(hosts.get(destination)).ifPresent(host -> serve(destination, host, actions));
            serveHeldUp(actions);
        }
        actions.forEach(trampoline::run);
    }

    private void countClosed(Destination destination, TlsProfile profile) {
        open--;
        HostAdmission<C> host = hosts.get(destination);
        if (host != null) {
            host.countClosed(profile);
            forgetIfEmpty(destination, host);
        }
    }

    private void forgetIfEmpty(Destination destination, HostAdmission<C> host) {
        if (host.isForgettable()) {
            hosts.remove(destination);
            heldUp.remove(destination);
        }
    }

    private void serveHeldUp(List<Runnable> actions) {
        if (heldUp.isEmpty()) {
            return;
        }
        for (Destination destination : ImmutableList.copyOf(heldUp)) {
            if (open >= settings.maximum() && idle.isEmpty()) {
                return;
            }
            HostAdmission<C> host = hosts.get(destination);
            if (host != null) {
                serve(destination, host, actions);
            }
        }
    }

    /**
     * Opens connections for requests of {@code host} as far as the limits go. Under the lock; acts after it. A host
     * that is held up keeps its place in the line until it gets a connection.
     */
    private void serve(Destination destination, HostAdmission<C> host, List<Runnable> actions) {
        Instant now = clock.instant();
        for (Optional<Request<C>> next = host.wanting(now); next.isPresent() && !closed; next = host.wanting(now)) {
            if (host.isFull(settings.maximumPerHost()) && !evict(idle.oldest(destination), actions)) {
                return;
            }
            if (open >= settings.maximum() && !evict(idle.oldest(), actions)) {
                heldUp.add(destination);
                return;
            }
            heldUp.remove(destination);
            Request<C> request = next.get();
            host.beginOpening(request);
            open++;
            actions.add(() -> open(request));
        }
        heldUp.remove(destination);
    }

    /** Makes room by closing a pooled connection. Its place is free at once: only the good-bye is still on its way. */
    private boolean evict(Optional<C> victim, List<Runnable> actions) {
        victim.ifPresent(connection -> {
            idle.forget(connection);
            countClosed(connection.destination(), connection.profile());
            actions.add(() -> {
                events.connectionClosed();
                connection.quit();
            });
        });
        return victim.isPresent();
    }

    private void open(Request<C> request) {
        Async.onEnd(opened(request), (connection, failure) -> {
            if (failure == null) {
                succeed(request, connection);
            } else {
                fail(request, failure);
            }
        });
    }

    private CompletableFuture<C> opened(Request<C> request) {
        try {
            return opener.open(request.destination(), request.profile());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Gives a new connection to who waits for longest. One without use to anybody, or that is closed, is not kept. */
    private void succeed(Request<C> request, C connection) {
        events.connectionOpened();
        Optional<Request<C>> next = Optional.empty();
        List<Runnable> actions = new ArrayList<>();
        synchronized (lock) {
            HostAdmission<C> host = hosts.get(request.destination());
            if (host != null) {
                host.succeed(request);
                next = host.takeWaiting(connection, clock.instant());
                serve(request.destination(), host, actions);
            }
        }
        next.ifPresentOrElse(first -> trampoline.run(() -> lend(connection, first)), () -> release(connection));
        actions.forEach(trampoline::run);
    }

    private void fail(Request<C> request, Throwable failure) {
        List<Request<C>> disappointed;
        List<Runnable> actions = new ArrayList<>();
        synchronized (lock) {
            HostAdmission<C> host = hosts.get(request.destination());
            open--;
            disappointed = host == null ? ImmutableList.of() : disappointed(host, request, failure);
            if (host != null) {
                serve(request.destination(), host, actions);
                forgetIfEmpty(request.destination(), host);
            }
            serveHeldUp(actions);
        }
        disappointed.forEach(waiting -> trampoline.run(() -> waiting.answer().completeExceptionally(failure)));
        actions.forEach(trampoline::run);
    }

    /**
     * Takes out who gets the failure to open a connection for {@code request}: every request that would only meet it
     * again, and none that can use a connection that is open or is still being opened.
     */
    private List<Request<C>> disappointed(HostAdmission<C> host, Request<C> request, Throwable failure) {
        host.fail(request);
        Optional<HostUnreachableException> unreachable = ErrorDescriptions.unreachable(failure);
        if (unreachable.isEmpty() || host.isOpening()) {
            return host.take(request).map(ImmutableList::of).orElse(ImmutableList.of());
        }
        if (unreachable.get().isAfterHandshake()) {
            return host.hasStanding(request.profile())
                    ? host.take(request).map(ImmutableList::of).orElse(ImmutableList.of())
                    : host.takeAllWaiting(request.profile());
        }
        if (!host.hasStanding()) {
            return host.takeAllWaiting();
        }
        host.limit();
        return ImmutableList.of();
    }
}
