package dev.strongpost.inbound.tls;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableList;

import dev.strongpost.files.FileStamp;

/**
 * The TLS of a listener that follows its files, as the policy table follows its own: a renewed certificate is presented
 * without a restart. A change is taken once the files have looked the same in two successive looks. When they are of no use
 * then, the certificates in force stay, and the mistake is logged once. Thread-safe.
 */
public final class LiveListenerTls implements Closeable {
    /** The time between two looks at the files. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(LiveListenerTls.class);

    private final TlsSettings settings;
    private final ImmutableList<Path> paths;
    private final ScheduledExecutorService scheduler;
    private ImmutableList<Optional<FileStamp>> judged;
    private ImmutableList<Optional<FileStamp>> seen;
    private volatile ListenerTls tls;

    private LiveListenerTls(TlsSettings settings, ScheduledExecutorService scheduler) throws ConfigurationException {
        this.settings = settings;
        this.scheduler = scheduler;
        this.paths = Stream.concat(
                        settings.keys().stream().flatMap(keys -> keys.paths().stream()),
                        settings.anchors().stream().map(AnchorSource::path))
                .collect(ImmutableList.toImmutableList());
        this.judged = stamps();
        this.seen = judged;
        this.tls = ListenerTls.load(settings);
    }

    /**
     * Reads the files of {@code settings} and follows them from now on, with a daemon thread.
     *
     * @throws ConfigurationException as {@link ListenerTls#load}
     */
    public static LiveListenerTls open(TlsSettings settings) throws ConfigurationException {
        ScheduledExecutorService scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "inbound-tls certificates");
            thread.setDaemon(true);
            return thread;
        });
        LiveListenerTls live = new LiveListenerTls(settings, scheduler);
        ScheduledFuture<?> unused = scheduler.scheduleWithFixedDelay(
                live::poll, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return live;
    }

    private ImmutableList<Optional<FileStamp>> stamps() {
        return paths.stream().map(FileStamp::of).collect(ImmutableList.toImmutableList());
    }

    /** Returns what is in force. */
    public ListenerTls current() {
        return tls;
    }

    /** Looks at the files once. Never fails: the executor would look no more. */
    public synchronized void poll() {
        ImmutableList<Optional<FileStamp>> now = stamps();
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(judged)) {
            judged = now;
            reload();
        }
    }

    private void reload() {
        try {
            tls = ListenerTls.load(settings);
            LOGGER.info("{} were read again and are in force", paths);
        } catch (ConfigurationException | RuntimeException e) {
            LOGGER.error("the certificates of before stay in force: {}", e.getMessage());
        }
    }

    /** Follows the files no more. What is in force stays. */
    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
