// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.file.Path;

import org.apache.james.filesystem.api.FileSystem;

/** Resolves {@code file://conf/} as James does, and nothing else. */
record ConfFolder(Path root) implements FileSystem {
    @Override
    public InputStream getResource(String url) throws FileNotFoundException {
        return new FileInputStream(getFile(url));
    }

    @Override
    public File getFile(String url) throws FileNotFoundException {
        if (!url.startsWith(FILE_PROTOCOL)) {
            throw new FileNotFoundException(url);
        }
        return root.resolve(url.substring(FILE_PROTOCOL.length())).toFile();
    }

    @Override
    public File getBasedir() {
        return root.toFile();
    }
}
