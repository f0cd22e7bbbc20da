package dev.strongpost.policy.live;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.base.Stopwatch;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.ExpiringRule;
import dev.strongpost.policy.rule.PolicyException;

/**
 * A policy table that follows its file, however the file is changed: written in place, replaced by a rename, or reached
 * through a link that is turned (a mounted config map). It looks at the file every few seconds rather than wait for events,
 * which network file systems do not send.
 *
 * <p>A change is taken once the file has looked the same in two successive looks, so never half-written; and whole, by one
 * reference. When the new content has a mistake, or the file is gone, the table in force stays, and every mistake is
 * logged once at ERROR. The files of trust anchors that rules name are followed in the same way.
 *
 * <p>A rule in force whose last day passes stays in force: from {@value ExpiringRule#DAYS_OF_WARNING} days before there is a
 * warning every day, and an error every day from the midnight on that ends it. Thread-safe.
 */
public final class LivePolicyTable implements Closeable {
    /** The time between two looks at the file: a change takes effect after at most three of them, four where a rule names a new file. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(LivePolicyTable.class);

    private final Path file;
    private final Clock clock;
    private final ObserverList observers = new ObserverList();
    private final TableReloader reloader;
    private final ExpiryWatch expiry;
    private final ScheduledExecutorService scheduler;

    /** The one reference that lookups go through: a reload replaces it whole. */
    private volatile PolicyTable table;

    private LivePolicyTable(Path file, PolicyTableParser parser, Clock clock) throws PolicyException {
        this.file = file;
        this.clock = clock;
        this.reloader = new TableReloader(file, parser, clock, observers);
        this.expiry = new ExpiryWatch(clock, observers);
        this.table = reloader.load();
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
        return open(file, parser, interval, Clock.system(ZoneId.systemDefault()));
    }

    /** Returns the table as {@link #open(Path, PolicyTableParser)} does, with another clock: it tells which rules end soon. */
    public static LivePolicyTable open(Path file, PolicyTableParser parser, Duration interval, Clock clock)
            throws PolicyException {
        LivePolicyTable live = new LivePolicyTable(file, parser, clock);
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

    /** Returns how the table is now. Cheap enough to be asked often. */
    public PolicyHealth status() {
        return lastError()
                .map(PolicyHealth::refused)
                .or(() -> current().expiring(LocalDate.now(clock)).stream()
                        .findFirst()
                        .map(PolicyHealth::expiring))
                .orElseGet(PolicyHealth::ok);
    }

    /** Adds one who hears from now on what becomes of the table; of what was before, {@link #status} tells. */
    public void addObserver(PolicyObserver observer) {
        observers.add(observer);
    }

    /** Looks at the file, and at the calendar, once. A change is taken by the second look that sees it. */
    public synchronized void poll() {
        Stopwatch watch = Stopwatch.createStarted();
        reloader.poll().ifPresent(next -> replace(next, watch.elapsed()));
        expiry.look(table);
    }

    private void replace(PolicyTable next, Duration took) {
        table = next;
        LOGGER.info("{} was read again: {} rules are in force", file, next.size());
        observers.reloaded(next, took);
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
