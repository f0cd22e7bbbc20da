// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.live;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.annotation.Nullable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableSet;
import com.google.common.hash.HashCode;

import dev.strongpost.files.FileStamp;
import dev.strongpost.files.FileStamps;
import dev.strongpost.files.FileWatcher;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.parse.AnchorFiles;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;

/**
 * Notices that a file of rules, or one that its rules name, has changed, and reads the table when they have come to
 * rest. Thread-safe.
 */
final class TableReloader {
    /** As many as a double holds, which metrics are. */
    private static final long VERSION_BITS = (1L << 48) - 1;

    private static final Logger LOGGER = LoggerFactory.getLogger(TableReloader.class);

    private final Path file;
    private final PolicyTableParser parser;
    private final FileWatcher watcher;
    private final PolicyObserver observer;

    /** The files that the rules last read name, good or bad. */
    private Set<Path> named = ImmutableSet.of();

    /** The content of the active table. */
    @Nullable
    private volatile HashCode active;

    /** Whether the same content means something else than when it was read. */
    private boolean stale;

    private volatile Optional<PolicyException> lastError = Optional.empty();

    TableReloader(Path file, PolicyTableParser parser, FileWatcher watcher, PolicyObserver observer) {
        this.file = file;
        this.parser = parser;
        this.watcher = watcher;
        this.observer = observer;
    }

    /** Returns the table in the file as it is. */
    synchronized PolicyTable load() throws PolicyException {
        // The stamp comes first: a change while the file is read then looks like one that came after.
        Optional<FileStamp> own = FileStamp.of(file);
        byte[] content = PolicyTableParser.read(file);
        AnchorFiles anchors = parser.anchorFiles(file.toString());
        PolicyTable table = parser.parse(file.toString(), content, anchors);
        Map<Path, Optional<FileStamp>> stamps = new HashMap<>(anchors.stamps());
        stamps.put(file, own);
        named = anchors.stamps().keySet();
        accept(FileStamps.of(stamps), TableDigest.of(content, named));
        return table;
    }

    /** Returns the number of the active table and the files that its rules name; 0 before one was read. */
    long version() {
        HashCode now = active;
        return now == null ? 0 : now.asLong() & VERSION_BITS;
    }

    Optional<PolicyException> lastError() {
        return lastError;
    }

    /** Looks at the files; returns a table when there is another than before, and it has no mistake. */
    synchronized Optional<PolicyTable> poll() {
        return watcher.poll(all(named)).flatMap(this::reload);
    }

    /** Has the files read again though they have not changed: what is in them has expired. */
    synchronized void setStale() {
        stale = true;
        watcher.setUnreadable();
    }

    private Set<Path> all(Set<Path> namedByRules) {
        return ImmutableSet.<Path>builder().add(file).addAll(namedByRules).build();
    }

    private Optional<PolicyTable> reload(FileStamps stamps) {
        try {
            return reload(stamps, PolicyTableParser.read(file));
        } catch (PolicyException e) {
            watcher.setUnreadable();
            return keep(e);
        }
    }

    private Optional<PolicyTable> reload(FileStamps stamps, byte[] content) {
        HashCode hash = TableDigest.of(content, named);
        if (hash.equals(active) && !stale) {
            if (!watcher.hasMoved(stamps, all(named))) {
                accept(stamps, hash);
            }
            return Optional.empty();
        }
        AnchorFiles anchors = parser.anchorFiles(file.toString());
        try {
            PolicyTable table = parser.parse(file.toString(), content, anchors);
            if (hasMoved(stamps, anchors)) {
                return Optional.empty();
            }
            accept(stamps, TableDigest.of(content, named)); // which this table may have changed
            return Optional.of(table);
        } catch (PolicyException e) {
            return hasMoved(stamps, anchors) ? Optional.empty() : reject(stamps, e);
        }
    }

    private boolean hasMoved(FileStamps stamps, AnchorFiles anchors) {
        named = anchors.stamps().keySet();
        return watcher.hasMoved(stamps, all(named));
    }

    private void accept(FileStamps stamps, HashCode content) {
        stale = false;
        watcher.setRead(stamps);
        active = content;
        lastError = Optional.empty();
    }

    private Optional<PolicyTable> reject(FileStamps stamps, PolicyException why) {
        stale = false;
        watcher.setRead(stamps);
        return keep(why);
    }

    private Optional<PolicyTable> keep(PolicyException why) {
        boolean known = lastError
                .filter(last -> String.valueOf(last.getMessage()).equals(why.getMessage()))
                .isPresent();
        lastError = Optional.of(why);
        if (!known) {
            why.errors()
                    .forEach(error -> LOGGER.error("Policy table not reloaded, keeping the current one: {}", error));
            observer.refused(why);
        }
        return Optional.empty();
    }
}
