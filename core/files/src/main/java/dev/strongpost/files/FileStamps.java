// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.files;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;

/** What several files looked like from outside at one moment. Immutable. */
public final class FileStamps {
    private final ImmutableMap<Path, Optional<FileStamp>> stamps;

    private FileStamps(ImmutableMap<Path, Optional<FileStamp>> stamps) {
        this.stamps = stamps;
    }

    /** Returns the stamps of these files as they are now. */
    public static FileStamps of(Set<Path> files) {
        return of(Maps.toMap(files, FileStamp::of));
    }

    /** Returns the stamps that were taken before; empty for a file that was not there. */
    public static FileStamps of(Map<Path, Optional<FileStamp>> taken) {
        return new FileStamps(ImmutableMap.copyOf(taken));
    }

    /** Tells whether {@code file} was there. */
    public boolean has(Path file) {
        return stamps.getOrDefault(file, Optional.empty()).isPresent();
    }

    /** Tells whether any of the files may change once more without its stamp showing it, at {@code now}. */
    boolean isFresh(Instant now) {
        return stamps.values().stream().flatMap(Optional::stream).anyMatch(stamp -> stamp.isFresh(now));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileStamps && stamps.equals(((FileStamps) other).stamps);
    }

    @Override
    public int hashCode() {
        return stamps.hashCode();
    }
}
