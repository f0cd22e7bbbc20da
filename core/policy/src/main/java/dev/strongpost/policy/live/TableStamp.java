package dev.strongpost.policy.live;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;

import dev.strongpost.files.FileStamp;

/** What the file of a table, and the files that its rules name, look like from outside. Immutable. */
final class TableStamp {
    private final Path file;
    private final ImmutableMap<Path, Optional<FileStamp>> stamps;

    private TableStamp(Path file, ImmutableMap<Path, Optional<FileStamp>> stamps) {
        this.file = file;
        this.stamps = stamps;
    }

    /** Returns the stamp of these files as they are now. */
    static TableStamp of(Path file, Set<Path> named) {
        return of(file, FileStamp.of(file), Maps.toMap(named, FileStamp::of));
    }

    /** Returns the stamp of these files as they were seen. */
    static TableStamp of(Path file, Optional<FileStamp> seen, Map<Path, Optional<FileStamp>> named) {
        Map<Path, Optional<FileStamp>> stamps = new HashMap<>(named);
        stamps.put(file, seen);
        return new TableStamp(file, ImmutableMap.copyOf(stamps));
    }

    /** Tells whether there is a file of rules. One that rules name may be absent: that has been reported. */
    boolean isPresent() {
        return stamps.getOrDefault(file, Optional.empty()).isPresent();
    }

    /** Tells whether any of the files may change once more without its stamp showing it, at {@code now}. */
    boolean isFresh(Instant now) {
        return stamps.values().stream().flatMap(Optional::stream).anyMatch(stamp -> stamp.isFresh(now));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TableStamp && stamps.equals(((TableStamp) other).stamps);
    }

    @Override
    public int hashCode() {
        return stamps.hashCode();
    }
}
