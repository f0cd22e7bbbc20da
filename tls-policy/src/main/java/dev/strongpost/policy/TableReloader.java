package dev.strongpost.policy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

import javax.annotation.Nullable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;

/** Notices that a file of rules has changed, and reads it when it has come to rest. Thread-safe. */
final class TableReloader {
    private static final Logger LOGGER = LoggerFactory.getLogger(TableReloader.class);

    private final Path file;
    private final PolicyTableParser parser;
    private final Clock clock;

    /** The stamp of the content that was last read, good or bad; empty when the file is to be read again whatever it looks like. */
    private Optional<FileStamp> read = Optional.empty();

    /** The stamp that the previous look saw. */
    private Optional<FileStamp> seen = Optional.empty();

    /** The content of the table in force. */
    @Nullable
    private HashCode inForce;

    private volatile Optional<PolicyException> lastError = Optional.empty();

    TableReloader(Path file, PolicyTableParser parser, Clock clock) {
        this.file = file;
        this.parser = parser;
        this.clock = clock;
    }

    /** Returns the table in the file as it is. */
    synchronized PolicyTable load() throws PolicyException {
        // The stamp comes first: a change while the file is read then looks like one that came after.
        Optional<FileStamp> stamp = FileStamp.of(file);
        byte[] content = PolicyFile.read(file);
        PolicyTable table = parser.parse(file.toString(), content);
        accept(stamp, Hashing.sha256().hashBytes(content));
        seen = stamp;
        return table;
    }

    Optional<PolicyException> lastError() {
        return lastError;
    }

    /** Looks at the file; returns a table when there is another than before, and it has no mistake. */
    synchronized Optional<PolicyTable> poll() {
        Optional<FileStamp> stamp = FileStamp.of(file);
        boolean atRest = stamp.equals(seen);
        seen = stamp;
        if (stamp.isPresent() && stamp.equals(read)) {
            return Optional.empty();
        }
        return atRest ? reload(stamp) : Optional.empty();
    }

    private Optional<PolicyTable> reload(Optional<FileStamp> stamp) {
        byte[] content;
        try {
            content = PolicyFile.read(file);
        } catch (PolicyException e) {
            read = Optional.empty(); // may be readable next time without looking any different
            return keep(e);
        }
        seen = FileStamp.of(file);
        return seen.equals(stamp) ? reload(stamp, content) : Optional.empty();
    }

    private Optional<PolicyTable> reload(Optional<FileStamp> stamp, byte[] content) {
        HashCode hash = Hashing.sha256().hashBytes(content);
        boolean same = hash.equals(inForce);
        try {
            Optional<PolicyTable> table = same ? Optional.empty() : Optional.of(parser.parse(file.toString(), content));
            accept(stamp, hash);
            return table;
        } catch (PolicyException e) {
            read = settled(stamp);
            return keep(e);
        }
    }

    private void accept(Optional<FileStamp> stamp, HashCode content) {
        read = settled(stamp);
        inForce = content;
        lastError = Optional.empty();
    }

    // A file changed a moment ago may change again within the same tick of its file system's clock: read it once more.
    private Optional<FileStamp> settled(Optional<FileStamp> stamp) {
        return stamp.filter(taken -> !taken.isFresh(clock.instant()));
    }

    private Optional<PolicyTable> keep(PolicyException why) {
        boolean known = lastError
                .filter(last -> String.valueOf(last.getMessage()).equals(why.getMessage()))
                .isPresent();
        lastError = Optional.of(why);
        if (!known) {
            why.errors().forEach(error -> LOGGER.error("The policy table in force stays, for {}", error));
        }
        return Optional.empty();
    }
}
