// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.live;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.base.Stopwatch;

import dev.strongpost.files.FileWatcher;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.Degradation;
import dev.strongpost.policy.rule.PolicyException;

/**
 * A policy table that follows its file, however the file is changed: written in place, replaced by a rename, or reached
 * through a link that is turned (a mounted config map). It looks at the file every few seconds rather than wait for
 * events, which network file systems do not send.
 *
 * <p>A change is taken once the file has looked the same in two successive looks, so never half-written; and whole, by
 * one reference. When the new content has a mistake, or the file is gone, the active table stays, and every mistake
 * is logged once at ERROR. The files of trust anchors that rules name are followed in the same way.
 *
 * <p>Time does not stop it: a rule whose last day passes stays active, and the rule that would apply without it applies
 * as well from the midnight on that ends it; a trust anchor that expires is left out. From {@value
 * Degradation#DAYS_OF_WARNING} days before there is a warning every day. Thread-safe.
 */
public final class LivePolicyTable implements Closeable {

    private static final Logger LOGGER = LoggerFactory.getLogger(LivePolicyTable.class);

    private final Path file;
    private final Clock clock;
    private final ObserverList observers = new ObserverList();
    private final TableReloader reloader;
    private final DegradationWatch degradations;
    private final FileWatcher watcher;

    private volatile Optional<TableShrinkage> shrinkage = Optional.empty();

    /** When the next trust anchor expires that the active table trusts, so that its files are to be read again. */
    private Optional<Instant> anchorExpiry;

    /** The one reference that lookups go through: a reload replaces it whole. */
    private volatile PolicyTable table;

    private LivePolicyTable(Path file, PolicyTableParser parser, Clock clock) throws PolicyException {
        this.file = file;
        this.clock = clock;
        this.watcher = new FileWatcher("tls-policy " + file.getFileName(), clock);
        this.reloader = new TableReloader(file, parser, watcher, observers);
        this.degradations = new DegradationWatch(clock, observers);
        this.table = reloader.load();
        this.anchorExpiry = table.nextAnchorExpiry(clock.instant());
    }

    /**
     * Returns the table in that file, followed from now on by a daemon thread.
     *
     * @throws PolicyException when the file has a mistake now: see {@link PolicyTableParser#parse(Path)}
     */
    public static LivePolicyTable open(Path file, PolicyTableParser parser) throws PolicyException {
        return open(file, parser, FileWatcher.INTERVAL);
    }

    /** Returns the table as {@link #open(Path, PolicyTableParser)} does, with another time between two looks. */
    public static LivePolicyTable open(Path file, PolicyTableParser parser, Duration interval) throws PolicyException {
        return open(file, parser, interval, Clock.system(ZoneId.systemDefault()));
    }

    /**
     * Returns the table as {@link #open(Path, PolicyTableParser)} does, with another clock: it tells which rules end
     * soon.
     */
    public static LivePolicyTable open(Path file, PolicyTableParser parser, Duration interval, Clock clock)
            throws PolicyException {
        LivePolicyTable live = new LivePolicyTable(file, parser, clock);
        live.watcher.start(live::poll, interval);
        return live;
    }

    /** Returns the active table. Ask once per mail: the next call may return another. */
    public PolicyTable current() {
        return table;
    }

    /**
     * Returns a number that is the same on every server with the same active table and the same files named by its
     * rules; 0 to 2^48 - 1.
     */
    public long version() {
        return reloader.version();
    }

    /** Returns why the file as it is now was not taken; empty when it was. */
    public Optional<PolicyException> lastError() {
        return reloader.lastError();
    }

    /** Returns how the table is now. Cheap enough to be asked often. */
    public PolicyHealth status() {
        return lastError()
                .map(PolicyHealth::refused)
                .or(() -> shrinkage
                        .filter(recent -> recent.isRecent(clock.instant()))
                        .map(PolicyHealth::shrunk))
                .or(() -> current().degradations(LocalDate.now(clock)).stream()
                        .findFirst()
                        .map(PolicyHealth::degraded))
                .orElseGet(PolicyHealth::ok);
    }

    /** Adds one who hears from now on what becomes of the table; of what was before, {@link #status} tells. */
    public void addObserver(PolicyObserver observer) {
        observers.add(observer);
    }

    /** Gives {@code look} the active table now, and each that replaces it. */
    public void follow(Consumer<PolicyTable> look) {
        addObserver(new PolicyObserver() {
            @Override
            public void reloaded(PolicyTable next, Duration took) {
                look.accept(next);
            }
        });
        look.accept(current());
    }

    /** Looks at the file, and at the calendar, once. A change is taken by the second look that sees it. */
    public synchronized void poll() {
        Stopwatch watch = Stopwatch.createStarted();
        table = table.on(LocalDate.now(clock));
        if (anchorExpiry.filter(clock.instant()::isAfter).isPresent()) {
            anchorExpiry = Optional.empty();
            reloader.setStale();
        }
        reloader.poll().ifPresent(next -> replace(next, watch.elapsed()));
        degradations.look(table);
    }

    private void replace(PolicyTable next, Duration took) {
        shrinkage = TableShrinkage.of(table.size(), next.size(), clock.instant());
        table = next;
        anchorExpiry = next.nextAnchorExpiry(clock.instant());
        shrinkage.ifPresent(shrunk -> LOGGER.warn("{}: {}", file, shrunk));
        LOGGER.info("Policy table {} reloaded: {} rules are active, version {}", file, next.size(), version());
        observers.reloaded(next, took);
    }

    /** Stops following the file. The active table stays. */
    @Override
    public void close() {
        watcher.close();
    }
}
