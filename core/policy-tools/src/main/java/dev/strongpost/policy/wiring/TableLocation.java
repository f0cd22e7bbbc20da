// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.nio.file.Path;
import java.util.Optional;

import javax.annotation.Nullable;

/** The file of a policy table, however it is written. Immutable. */
final class TableLocation {
    private static final String FILE = "file://";

    private final JamesFiles files;
    private final Path file;

    private TableLocation(JamesFiles files, Path file) {
        this.files = files;
        this.file = file;
    }

    /** Returns the place that a file URL means; empty for one that James cannot resolve. */
    static Optional<TableLocation> of(JamesFiles files, String location) {
        return files.resolve(location).map(file -> new TableLocation(files, file));
    }

    /**
     * Returns the place that the condition of RecipientRequiresTls means: a file URL, or the default without one; empty
     * for a list.
     */
    static Optional<TableLocation> ofCondition(JamesFiles files, String condition) {
        if (condition.isEmpty()) {
            return of(files, JamesFiles.POLICY_TABLE);
        }
        return condition.startsWith(FILE) ? of(files, condition) : Optional.empty();
    }

    boolean isMeantBy(String condition) {
        return ofCondition(files, condition).filter(this::equals).isPresent();
    }

    Path file() {
        return file;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TableLocation && ((TableLocation) other).file.equals(file);
    }

    @Override
    public int hashCode() {
        return file.hashCode();
    }

    /** Returns the name of the file. */
    @Override
    public String toString() {
        return String.valueOf(file.getFileName());
    }
}
