// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import javax.annotation.Nullable;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;

import org.apache.james.filesystem.api.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.live.LivePolicyTable;
import dev.strongpost.policy.live.PolicyObserver;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.wiring.JamesFiles;
import dev.strongpost.policy.wiring.WiringFinding;

/**
 * The policy tables of this server. James makes one of it (a singleton without a binding of its own), so matchers and
 * mailets that name the same file share one table and see a change at the same moment.
 */
@Singleton
public final class PolicyTables {

    private static final Logger LOGGER = LoggerFactory.getLogger(PolicyTables.class);

    private final FileSystem fileSystem;
    private final PolicyObserver observer;
    private final Map<Path, LivePolicyTable> tables = new HashMap<>();

    /** Absent until the first table is opened. */
    @Nullable
    private Wiring wiring;

    /** Makes the holder; James calls this. */
    @Inject
    public PolicyTables(FileSystem fileSystem, TableMetrics metrics) {
        this(fileSystem, (PolicyObserver) metrics);
        metrics.show(this);
    }

    /** Makes a holder without metrics. */
    public PolicyTables(FileSystem fileSystem) {
        this(fileSystem, new PolicyObserver() {});
    }

    private PolicyTables(FileSystem fileSystem, PolicyObserver observer) {
        this.fileSystem = fileSystem;
        this.observer = observer;
    }

    /**
     * Where the table is when the configuration does not say: {@code tls-policy.conf} in James's configuration folder.
     */
    public static final String DEFAULT_LOCATION = JamesFiles.POLICY_TABLE;

    /**
     * Returns the table at {@code location}. It is read at the first call; later ones get the same object. The table is
     * closed at {@link #close}, not by its users.
     *
     * @param location as James writes file URLs: {@code file://conf/...}, {@code file:///absolute/...}
     * @throws MessagingException when the file is absent, cannot be read or has a mistake in it; the message lists
     *     every mistake, one a line, and each has been logged
     */
    public synchronized LivePolicyTable open(String location) throws MessagingException {
        Path file = resolve(location);
        LivePolicyTable known = tables.get(file);
        if (known != null) {
            return known;
        }
        LivePolicyTable opened = read(file);
        opened.addObserver(observer);
        opened.addObserver(new WeakenedRules(String.valueOf(file.getFileName()), opened.current()));
        tables.put(file, opened);
        StartLog.opened(file, opened);
        opened.follow(table -> checkWiring());
        return opened;
    }

    /** A diagnosis that fails must not keep a table from being opened. */
    private synchronized void checkWiring() {
        try {
            if (wiring == null) {
                wiring = Wiring.of(fileSystem);
            }
            wiring.look(file -> Optional.ofNullable(tables.get(file)).map(LivePolicyTable::current));
        } catch (RuntimeException e) {
            LOGGER.error("Cannot check whether this James applies its tables", e);
        }
    }

    /** Returns what is wrong with how this James is set up, the worst first; nothing before a table is opened. */
    public synchronized ImmutableList<WiringFinding> wiringFindings() {
        return wiring == null ? ImmutableList.of() : wiring.findings();
    }

    /** Returns the tables opened so far, in no order. */
    public synchronized ImmutableList<LivePolicyTable> all() {
        return ImmutableList.copyOf(tables.values());
    }

    private Path resolve(String location) throws MessagingException {
        return Wiring.resolve(fileSystem, location)
                .orElseThrow(() -> new MessagingException("policy table " + location + ": no such file"));
    }

    private static LivePolicyTable read(Path file) throws MessagingException {
        try {
            return LivePolicyTable.open(file, PolicyTableParser.forThisJvm());
        } catch (PolicyException e) {
            e.errors().forEach(error -> LOGGER.error("{}", error));
            throw new MessagingException(e.getMessage(), e);
        }
    }

    /**
     * Stops following the files. James calls this when it stops; the tables keep answering from what they last read.
     */
    @PreDestroy
    public synchronized void close() {
        tables.values().forEach(LivePolicyTable::close);
        tables.clear();
    }
}
