// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.distribution;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The files this module builds, and the class path of the James they are for. */
final class ShippedJar {
    private static final Path TARGET = Path.of(System.getProperty("strongpost.target"));

    private ShippedJar() {}

    /** Returns the extension jar. */
    static Path jar() {
        return TARGET.resolve("strongpost.jar");
    }

    /** Returns the archive for download. */
    static Path zip() {
        return TARGET.resolve("strongpost-" + System.getProperty("strongpost.version") + ".zip");
    }

    /** Returns James's jars, in the order of its class path. */
    static List<Path> jamesJars() throws IOException {
        String classPath = Files.readString(Path.of(System.getProperty("james.classpath")));
        return Stream.of(classPath.strip().split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    /** Returns the names of all files in {@code archive}; names of folders are left out. */
    static List<String> files(Path archive) {
        try (JarFile file = new JarFile(archive.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(archive.toString(), e);
        }
    }
}
