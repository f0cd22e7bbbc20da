// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableList;

/** The jars in James's folder for extensions that hold this pack. */
final class ExtensionJars {
    static final String LOCATION = "file://extensions-jars/";

    private static final String MARK = "dev/strongpost/mailets/TlsRemoteDelivery.class";
    private static final int MOST = 1000;

    private ExtensionJars() {}

    /** Returns their names and versions, {@code strongpost.jar (0.1.0)}; jars that cannot be read are left out. */
    static ImmutableList<String> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return ImmutableList.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .limit(MOST)
                    .flatMap(file -> real(file).stream())
                    .distinct()
                    .sorted()
                    .map(ExtensionJars::describe)
                    .flatMap(Optional::stream)
                    .collect(ImmutableList.toImmutableList());
        } catch (IOException | UncheckedIOException e) {
            return ImmutableList.of(); // a folder that this user may not read
        }
    }

    /** A link is no second jar. */
    private static Optional<Path> real(Path file) {
        try {
            return Optional.of(file.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> describe(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            if (jar.getEntry(MARK) == null) {
                return Optional.empty();
            }
            String version = jar.getManifest() == null
                    ? null
                    : jar.getManifest().getMainAttributes().getValue("Implementation-Version");
            return Optional.of(file.getFileName() + " (" + (version == null ? "version unknown" : version) + ")");
        } catch (IOException | SecurityException e) {
            return Optional.empty(); // James refuses it, and says so
        }
    }
}
