// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the processes of a benchmark leave their logs, the last run's over those of the one before. */
public final class WorkDirectory {
    private WorkDirectory() {}

    /** Returns it: what the system property {@code benchmark.directory} names, or a folder below the current one. */
    public static Path get() {
        try {
            return Files.createDirectories(Path.of(System.getProperty("benchmark.directory", "target/work")))
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException("no work directory", e);
        }
    }
}
