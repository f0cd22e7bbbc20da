// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.files;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that files have changed, however they are changed: written in place, replaced by a rename, or reached through
 * a link that is turned (a mounted config map). It looks at them every few seconds rather than wait for events, which
 * network file systems do not send (docs/adr/0007). A change is reported once the files have looked the same in two
 * successive looks, so never half-written.
 *
 * <p>Not thread-safe but for {@link #start} and {@link #close}: one thread polls.
 */
public final class FileWatcher implements Closeable {
    /** The time between two looks: a change is noticed after at most three of them. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(FileWatcher.class);

    private final Clock clock;
    private final ScheduledExecutorService scheduler;

    /**
     * What the files looked like when they were last read; empty when they are to be read again whatever they look
     * like.
     */
    private Optional<FileStamps> read = Optional.empty();

    /** What the previous look saw. */
    private Optional<FileStamps> seen = Optional.empty();

    /**
     * Creates a watcher of files that are yet to be named.
     *
     * @param name of its thread
     */
    public FileWatcher(String name, Clock clock) {
        this.clock = clock;
        this.scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Has {@code poll} run every {@code interval}, by a daemon thread, until {@link #close}. What it throws is logged.
     */
    public void start(Runnable poll, Duration interval) {
        ScheduledFuture<?> unused = scheduler.scheduleWithFixedDelay(
                () -> run(poll), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    // A look that fails unexpectedly must not be the last one: the executor would drop the task.
    private static void run(Runnable poll) {
        try {
            poll.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOGGER.error("Cannot look for changed files now, trying again", e);
        }
    }

    /**
     * Looks at {@code files}; returns what they look like when they have changed since they were read, and come to
     * rest.
     */
    public Optional<FileStamps> poll(Set<Path> files) {
        FileStamps now = FileStamps.of(files);
        boolean atRest = seen.filter(now::equals).isPresent();
        seen = Optional.of(now);
        boolean unchanged = read.filter(now::equals).isPresent();
        return atRest && !unchanged ? seen : Optional.empty();
    }

    /**
     * Tells whether {@code files}, which looked like {@code before} when reading began, look different now: then what
     * was read may have been half-written. That is also so where they are more files than before, which have not been
     * looked at twice.
     */
    public boolean hasMoved(FileStamps before, Set<Path> files) {
        FileStamps now = FileStamps.of(files);
        seen = Optional.of(now);
        return !now.equals(before);
    }

    /** Notes that the files were read when they looked like {@code stamps}. */
    public void setRead(FileStamps stamps) {
        seen = Optional.of(stamps);
        // A file changed a moment ago may change again within the same tick of its file system's clock: read it once
        // more.
        read = stamps.isFresh(clock.instant()) ? Optional.empty() : Optional.of(stamps);
    }

    /** Notes that the files could not be read: they may be readable next time without looking any different. */
    public void setUnreadable() {
        read = Optional.empty();
    }

    /** Looks no more. */
    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
