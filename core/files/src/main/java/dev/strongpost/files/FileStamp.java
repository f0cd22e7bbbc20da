// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import javax.annotation.Nullable;

/**
 * What a file looks like from outside: size, time of the last change, identity, whether it may be read. Links are
 * followed, so a link turned to another file is another stamp. Immutable.
 */
public final class FileStamp {
    /** File systems tell times apart by as little as two seconds (FAT), network ones add their clock. */
    private static final Duration COARSEST_CLOCK = Duration.ofSeconds(3);

    private final long size;
    private final FileTime modified;

    @Nullable
    private final Object key;

    private final boolean readable;

    private FileStamp(BasicFileAttributes attributes, boolean readable) {
        this.size = attributes.size();
        this.modified = attributes.lastModifiedTime();
        this.key = attributes.fileKey();
        this.readable = readable;
    }

    /** Returns the stamp; empty when there is no such file, or none to be seen. */
    public static Optional<FileStamp> of(Path file) {
        try {
            return Optional.of(
                    new FileStamp(Files.readAttributes(file, BasicFileAttributes.class), Files.isReadable(file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Tells whether the file may change once more without its stamp showing it, at {@code now}. */
    public boolean isFresh(Instant now) {
        return Duration.between(modified.toInstant(), now).abs().compareTo(COARSEST_CLOCK) < 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof FileStamp)) {
            return false;
        }
        FileStamp that = (FileStamp) other;
        return size == that.size
                && readable == that.readable
                && modified.equals(that.modified)
                && Objects.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(size, modified, key, readable);
    }
}
