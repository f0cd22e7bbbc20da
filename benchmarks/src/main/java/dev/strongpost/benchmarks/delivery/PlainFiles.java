// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.delivery;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.james.filesystem.api.FileSystem;

/** James's file system over plain paths. */
final class PlainFiles implements FileSystem {
    @Override
    public InputStream getResource(String path) throws IOException {
        return Files.newInputStream(Path.of(path));
    }

    @Override
    public File getFile(String path) {
        return new File(path);
    }

    @Override
    public File getBasedir() {
        return new File(".");
    }
}
