package dev.strongpost.policy.live;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

import javax.annotation.Nullable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableSet;
import com.google.common.hash.HashCode;

import dev.strongpost.files.FileStamp;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.parse.AnchorFiles;
import dev.strongpost.policy.parse.PolicyFile;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;

/**
 * Notices that a file of rules, or one that its rules name, has changed, and reads the table when they have come to rest.
 * Thread-safe.
 */
final class TableReloader {
    private static final Logger LOGGER = LoggerFactory.getLogger(TableReloader.class);

    private final Path file;
    private final PolicyTableParser parser;
    private final Clock clock;
    private final PolicyObserver observer;

    /** The files that the rules last read name, good or bad. */
    private Set<Path> named = ImmutableSet.of();

    /** The stamp of the content that was last read, good or bad; empty when it is to be read again whatever it looks like. */
    private Optional<TableStamp> read = Optional.empty();

    /** The stamp that the previous look saw. */
    private Optional<TableStamp> seen = Optional.empty();

    /** The content of the table in force. */
    @Nullable
    private HashCode inForce;

    private volatile Optional<PolicyException> lastError = Optional.empty();

    TableReloader(Path file, PolicyTableParser parser, Clock clock, PolicyObserver observer) {
        this.file = file;
        this.parser = parser;
        this.clock = clock;
        this.observer = observer;
    }

    /** Returns the table in the file as it is. */
    synchronized PolicyTable load() throws PolicyException {
        // The stamp comes first: a change while the file is read then looks like one that came after.
        Optional<FileStamp> own = FileStamp.of(file);
        byte[] content = PolicyFile.read(file);
        AnchorFiles anchors = parser.anchorFiles(file.toString());
        PolicyTable table = parser.parse(file.toString(), content, anchors);
        TableStamp stamp = TableStamp.of(file, own, anchors.stamps());
        named = anchors.stamps().keySet();
        seen = Optional.of(stamp);
        accept(stamp, TableDigest.of(content, named));
        return table;
    }

    Optional<PolicyException> lastError() {
        return lastError;
    }

    /** Looks at the files; returns a table when there is another than before, and it has no mistake. */
    synchronized Optional<PolicyTable> poll() {
        TableStamp stamp = TableStamp.of(file, named);
        boolean atRest = seen.filter(stamp::equals).isPresent();
        seen = Optional.of(stamp);
        if (stamp.isPresent() && read.filter(stamp::equals).isPresent()) {
            return Optional.empty();
        }
        return atRest ? reload(stamp) : Optional.empty();
    }

    private Optional<PolicyTable> reload(TableStamp stamp) {
        try {
            return reload(stamp, PolicyFile.read(file));
        } catch (PolicyException e) {
            read = Optional.empty(); // may be readable next time without looking any different
            return keep(e);
        }
    }

    private Optional<PolicyTable> reload(TableStamp stamp, byte[] content) {
        HashCode hash = TableDigest.of(content, named);
        if (hash.equals(inForce)) {
            if (!hasMoved(stamp, named)) {
                accept(stamp, hash);
            }
            return Optional.empty();
        }
        AnchorFiles anchors = parser.anchorFiles(file.toString());
        try {
            PolicyTable table = parser.parse(file.toString(), content, anchors);
            if (hasMoved(stamp, anchors.stamps().keySet())) {
                return Optional.empty();
            }
            accept(stamp, hash);
            return Optional.of(table);
        } catch (PolicyException e) {
            return hasMoved(stamp, anchors.stamps().keySet()) ? Optional.empty() : refuse(stamp, e);
        }
    }

    /**
     * Tells whether what was just read may have been half written. So it may where a rule names a file that none named
     * before: nobody has looked at that one twice.
     */
    private boolean hasMoved(TableStamp stamp, Set<Path> nowNamed) {
        named = nowNamed;
        TableStamp now = TableStamp.of(file, named);
        seen = Optional.of(now);
        return !now.equals(stamp);
    }

    private void accept(TableStamp stamp, HashCode content) {
        read = settled(stamp);
        inForce = content;
        lastError = Optional.empty();
    }

    private Optional<PolicyTable> refuse(TableStamp stamp, PolicyException why) {
        read = settled(stamp);
        return keep(why);
    }

    // A file changed a moment ago may change again within the same tick of its file system's clock: read it once more.
    private Optional<TableStamp> settled(TableStamp stamp) {
        return stamp.isFresh(clock.instant()) ? Optional.empty() : Optional.of(stamp);
    }

    private Optional<PolicyTable> keep(PolicyException why) {
        boolean known = lastError
                .filter(last -> String.valueOf(last.getMessage()).equals(why.getMessage()))
                .isPresent();
        lastError = Optional.of(why);
        if (!known) {
            why.errors().forEach(error -> LOGGER.error("The policy table in force stays, for {}", error));
            observer.refused(why);
        }
        return Optional.empty();
    }
}
