// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableSet;

import dev.strongpost.files.FileStamps;
import dev.strongpost.files.FileWatcher;

/**
 * The TLS of a listener that follows its files, as the policy table follows its own: a renewed certificate is presented
 * without a restart. A change is taken once the files have looked the same in two successive looks. When they are of no
 * use then, the active certificates stay, and the mistake is logged once. Thread-safe.
 */
public final class LiveListenerTls implements Closeable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LiveListenerTls.class);

    private final TlsSettings settings;
    private final ImmutableSet<Path> paths;
    private final FileWatcher watcher = new FileWatcher("inbound-tls certificates", Clock.systemUTC());
    private volatile ListenerTls tls;

    private LiveListenerTls(TlsSettings settings) throws ConfigurationException {
        this.settings = settings;
        this.paths = Stream.concat(
                        settings.keys().stream().flatMap(keys -> keys.paths().stream()),
                        settings.anchors().stream().map(AnchorSource::path))
                .collect(ImmutableSet.toImmutableSet());
        watcher.setRead(FileStamps.of(paths));
        this.tls = ListenerTls.load(settings);
    }

    /**
     * Reads the files of {@code settings} and follows them from now on, with a daemon thread.
     *
     * @throws ConfigurationException as {@link ListenerTls#load}
     */
    public static LiveListenerTls open(TlsSettings settings) throws ConfigurationException {
        if (settings.keys().isPresent()) {
            settings.keys().get().ensure();
        }
        LiveListenerTls live = new LiveListenerTls(settings);
        live.watcher.start(live::poll, FileWatcher.INTERVAL);
        return live;
    }

    /** Returns the active one. */
    public ListenerTls current() {
        return tls;
    }

    /** Looks at the files once. */
    public synchronized void poll() {
        watcher.poll(paths).ifPresent(this::reload);
    }

    private void reload(FileStamps stamps) {
        watcher.setRead(stamps);
        try {
            tls = ListenerTls.load(settings);
            LOGGER.info("Certificates {} reloaded: {}", paths, tls.describe());
        } catch (ConfigurationException | RuntimeException e) {
            LOGGER.error("Certificates not reloaded, keeping the current ones: {}", e.getMessage());
        }
    }

    /** Follows the files no more. What is active stays. */
    @Override
    public void close() {
        watcher.close();
    }
}
