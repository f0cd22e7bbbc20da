package dev.strongpost.policy;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A policy table that follows its file, however the file is changed: written in place, replaced by a rename, or reached
 * through a link that is turned (a mounted config map). It looks at the file every few seconds rather than wait for events,
 * which network file systems do not send.
 *
 * <p>A change is taken once the file has looked the same in two successive looks, so never half-written; and whole, by one
 * reference. When the new content has a mistake, or the file is gone, the table in force stays, and every mistake is
 * logged once at ERROR. Thread-safe.
 */
public final class LivePolicyTable implements Closeable {
    /** The time between two looks at the file: a change takes effect after at most three of them. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(LivePolicyTable.class);

    private final Path file;
    private final TableReloader reloader;
    private final ScheduledExecutorService scheduler;

    /** The one reference that lookups go through: a reload replaces it whole. */
    private volatile PolicyTable table;

    private LivePolicyTable(Path file, TableReloader reloader, PolicyTable first) {
        this.file = file;
        this.reloader = reloader;
        this.table = first;
        this.scheduler = daemon("tls-policy " + file.getFileName());
    }

    /**
     * Returns the table in that file, followed from now on by a daemon thread.
     *
     * @throws PolicyException when the file has a mistake now: see {@link PolicyTableParser#parse(Path)}
     */
    public static LivePolicyTable open(Path file, PolicyTableParser parser) throws PolicyException {
        return open(file, parser, INTERVAL);
    }

    /** Returns the table as {@link #open(Path, PolicyTableParser)} does, with another time between two looks. */
    public static LivePolicyTable open(Path file, PolicyTableParser parser, Duration interval) throws PolicyException {
        TableReloader reloader = new TableReloader(file, parser, Clock.systemUTC());
        LivePolicyTable live = new LivePolicyTable(file, reloader, reloader.load());
        ScheduledFuture<?> unused = live.scheduler.scheduleWithFixedDelay(
                live::pollSafely, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return live;
    }

    private static ScheduledExecutorService daemon(String name) {
        return new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns the table in force. Ask once per mail: the next call may return another. */
    public PolicyTable current() {
        return table;
    }

    /** Returns why the file as it is now was not taken; empty when it was. */
    public Optional<PolicyException> lastError() {
        return reloader.lastError();
    }

    /** Looks at the file once. A change is taken by the second look that sees it. */
    public void poll() {
        reloader.poll().ifPresent(this::replace);
    }

    private void replace(PolicyTable next) {
        table = next;
        LOGGER.info("{} was read again: {} rules are in force", file, next.size());
    }

    // A look that fails unexpectedly must not be the last one: the executor would drop the task.
    private void pollSafely() {
        try {
            poll();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOGGER.error(
                    "{} could not be looked at; the {} rules in force stay",
                    file,
                    current().size(),
                    e);
        }
    }

    /** Stops following the file. The table in force stays. */
    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
