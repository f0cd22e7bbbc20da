// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

/** Every file that can have a comment says under which licence it is. */
class LicenceLineTest {
    private static final String LINE = "SPDX-License-Identifier: Apache-2.0";
    /** Tests run in the folder of their module. */
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    /** What is built, what a tool or a person keeps for itself, and where no file of ours lies. */
    private static final Set<String> OTHERS = Set.of("target", ".git", ".idea", ".vscode", ".settings");
    /** Formats without comments, and data that is compared octet by octet. */
    private static final Set<String> BARE = Set.of("pem", "txt", "tsv", "json", "config", "iml");

    private static final Set<String> LICENCES = Set.of("LICENSE", "NOTICE", "dependency-reduced-pom.xml");

    @Test
    void everyFileShouldNameItsLicence() throws IOException {
        List<Path> without = new ArrayList<>();
        Files.walkFileTree(CHECKOUT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return OTHERS.contains(name(directory)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && canHaveOne(file) && !hasOne(file)) {
                    without.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });

        assertThat(without).isEmpty();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static boolean canHaveOne(Path file) {
        String name = name(file);
        return !LICENCES.contains(name) && !BARE.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static boolean hasOne(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(LINE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
