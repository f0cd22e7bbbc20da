// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;

/** What the jar is made of. */
class CliJarIT {
    private static final Path JAR = Path.of(System.getProperty("strongpost.basedir"), "target/strongpost-cli.jar");

    private static List<String> files() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .toList();
        }
    }

    @Test
    void jarShouldHoldEachFileOnceAndNoSignatureOfOthers() throws IOException {
        assertThat(files())
                .doesNotHaveDuplicates()
                .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA|EC)"))
                .noneMatch(name -> name.startsWith("dev/strongpost/testkit/"))
                .contains("META-INF/LICENSE", "META-INF/NOTICE", "dev/strongpost/cli/Strongpost.class");
    }

    @Test
    void jarShouldHoldNoSecurityProvider() throws IOException {
        assertThat(files())
                .noneMatch(name -> name.endsWith("BouncyCastleProvider.class")
                        || name.equals("META-INF/services/java.security.Provider"));
    }

    @Test
    void jarShouldRunOnJava11() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            // JVM specification, table 4.1-A: 55 is Java 11.
            assertThat(jar.stream()
                            .filter(entry -> entry.getName().endsWith(".class"))
                            .toList())
                    .hasSizeGreaterThan(1000)
                    .allMatch(entry -> majorVersion(jar, entry) <= 55);
        }
    }

    @Test
    void noticeShouldNameEveryLibrary() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile());
                InputStream notice = jar.getInputStream(jar.getEntry("META-INF/NOTICE"))) {
            assertThat(new String(notice.readAllBytes(), StandardCharsets.UTF_8))
                    .contains(
                            "picocli 4.7.7",
                            "Guava 31.1-jre",
                            "Jackson core 2.14.1",
                            "BouncyCastle 1.70",
                            "Netty 4.1.86.Final",
                            "dnsjava 3.7.1",
                            "SLF4J 2.0.6");
        }
    }

    private static int majorVersion(JarFile jar, JarEntry entry) {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            in.skipNBytes(6);
            return in.readUnsignedShort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
