// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StrongpostJarIT {
    /** What dnsjava asks Windows and Android with, and does without where it is not there. */
    private static final List<String> ELSEWHERE = List.of("-> com.sun.jna.", "-> android.");

    private final List<String> files = ShippedJar.files(ShippedJar.jar());

    @Nested
    class Jar {
        @Test
        void jarShouldHoldEachFileOnce() {
            assertThat(files).doesNotHaveDuplicates();
        }

        @Test
        void jarShouldHoldNothingButOwnPackagesAndLicences() {
            assertThat(files)
                    .allMatch(name -> name.startsWith("dev/strongpost/")
                            || Set.of("META-INF/MANIFEST.MF", "META-INF/LICENSE", "META-INF/NOTICE")
                                    .contains(name));
        }

        @Test
        void jarShouldHoldMailetsMatchersAndEngine() {
            assertThat(files)
                    .contains(
                            "dev/strongpost/mailets/TlsBounce.class",
                            "dev/strongpost/smtpclient/protocol/SmtpChannel.class",
                            "dev/strongpost/shaded/dnsjava/lookup/LookupSession.class");
        }

        @Test
        void jarShouldHoldNoTests() {
            assertThat(files)
                    .noneMatch(name -> name.endsWith("Test.class") || name.endsWith("IT.class"))
                    .noneMatch(name -> name.startsWith("dev/strongpost/testkit/"));
        }

        @Test
        void jarShouldHoldNothingThatOnlyTheCommandLineUses() {
            assertThat(files)
                    .noneMatch(name -> name.startsWith("dev/strongpost/cli/"))
                    .noneMatch(name -> name.startsWith("dev/strongpost/policy/imports/"))
                    .filteredOn(name -> name.startsWith("dev/strongpost/policy/lint/") && name.endsWith(".class"))
                    .isNotEmpty()
                    .noneMatch(name -> name.contains("Lint") || name.contains("Warning") || name.contains("Survey"));
        }

        @Test
        void jarShouldHoldNothingThatJamesHas() throws IOException {
            Set<String> ofJames = ShippedJar.jamesJars().stream()
                    .filter(jar -> jar.toString().endsWith(".jar"))
                    .flatMap(jar -> ShippedJar.files(jar).stream())
                    .filter(name -> name.endsWith(".class"))
                    .collect(Collectors.toSet());

            assertThat(ofJames).hasSizeGreaterThan(10_000);
            assertThat(files)
                    .filteredOn(name -> name.endsWith(".class"))
                    .isNotEmpty()
                    .noneMatch(ofJames::contains);
        }

        @Test
        void jarShouldReferToNothingThatIsMissing() throws IOException {
            List<String> missing = jdeps(ShippedJar.jamesJars())
                    .lines()
                    .filter(line -> line.startsWith(" ") && line.endsWith("not found"))
                    .filter(line -> ELSEWHERE.stream().noneMatch(line::contains))
                    .toList();

            assertThat(missing).isEmpty();
        }

        @Test
        void referenceCheckShouldFindWhatIsMissing() throws IOException {
            // So that an empty answer above means something: without James nearly all is missing.
            assertThat(jdeps(List.of(Path.of("absent.jar"))))
                    .contains("org.apache.mailet.base.GenericMailet")
                    .contains("not found");
        }

        @Test
        void jarShouldRunOnJava11() throws IOException {
            try (JarFile jar = new JarFile(ShippedJar.jar().toFile())) {
                List<Integer> versions = jar.stream()
                        .filter(entry -> entry.getName().endsWith(".class"))
                        .map(entry -> majorVersion(jar, entry))
                        .distinct()
                        .toList();

                // JVM specification, table 4.1-A: 55 is Java 11.
                assertThat(versions).isNotEmpty().allMatch(version -> version <= 55);
            }
        }

        @Test
        void manifestShouldNameVersion() throws IOException {
            try (JarFile jar = new JarFile(ShippedJar.jar().toFile())) {
                Attributes attributes = jar.getManifest().getMainAttributes();

                assertThat(attributes.getValue("Implementation-Title")).isEqualTo("Strongpost");
                assertThat(attributes.getValue("Implementation-Version"))
                        .isEqualTo(System.getProperty("strongpost.version"));
            }
        }

        @Test
        void noticeShouldNameWhatIsShipped() throws IOException {
            try (JarFile jar = new JarFile(ShippedJar.jar().toFile())) {
                byte[] notice =
                        jar.getInputStream(jar.getEntry("META-INF/NOTICE")).readAllBytes();

                assertThat(new String(notice, StandardCharsets.UTF_8)).contains("dnsjava 3.7.1");
            }
        }

        private int majorVersion(JarFile jar, ZipEntry entry) {
            try (var in = new DataInputStream(jar.getInputStream(entry))) {
                in.skipNBytes(6);
                return in.readUnsignedShort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String jdeps(List<Path> classPath) {
            StringWriter out = new StringWriter();
            PrintWriter writer = new PrintWriter(out, true);
            String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            ToolProvider.findFirst("jdeps")
                    .orElseThrow()
                    .run(
                            writer,
                            writer,
                            "--multi-release",
                            "11",
                            "--missing-deps",
                            "--class-path",
                            path,
                            ShippedJar.jar().toString());
            return out.toString();
        }
    }

    @Nested
    class Zip {
        @Test
        void zipShouldHoldWhatOneInstalls() throws IOException {
            String folder = "strongpost-" + System.getProperty("strongpost.version") + "/";

            assertThat(ShippedJar.files(ShippedJar.zip()))
                    .allMatch(name -> name.startsWith(folder))
                    .contains(
                            folder + "strongpost.jar",
                            folder + "strongpost-cli.jar",
                            folder + "strongpost",
                            folder + "docs/command-line.md",
                            folder + "README.md",
                            folder + "LICENSE",
                            folder + "NOTICE",
                            folder + "CHANGELOG.md",
                            folder + "renewal/import-renewed",
                            folder + "renewal/strongpost-cert-check.timer",
                            folder + "james-conf/README.md",
                            folder + "james-conf/outbound/mailetcontainer.xml",
                            folder + "james-conf/outbound/tls-policy.conf",
                            folder + "docs/policy-table.md")
                    .doesNotHaveDuplicates();
        }

        @Test
        void sumsShouldBeThoseOfTheFiles() throws Exception {
            try (ZipFile zip = new ZipFile(ShippedJar.zip().toFile())) {
                List<String> sums = lines(zip, "SHA256SUMS");

                assertThat(sums).hasSizeGreaterThanOrEqualTo(2);
                for (String sum : sums) {
                    String[] words = sum.split("  ", 2);
                    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content(zip, words[1]));
                    assertThat(HexFormat.of().formatHex(digest)).as(words[1]).isEqualTo(words[0]);
                }
            }
        }

        @Test
        void billsOfMaterialsShouldNameWhatTheJarsBring() throws IOException {
            try (ZipFile zip = new ZipFile(ShippedJar.zip().toFile())) {
                Assumptions.assumeTrue(
                        zip.stream().anyMatch(entry -> entry.getName().endsWith(".bom.json")),
                        "a build without a connection makes no bill of materials");
                assertThat(String.join("\n", lines(zip, "strongpost.bom.json")))
                        .contains("\"bomFormat\" : \"CycloneDX\"", "pkg:maven/dnsjava/dnsjava@3.7.1")
                        .doesNotContain("pkg:maven/org.apache.james", "pkg:maven/org.junit");
                assertThat(String.join("\n", lines(zip, "strongpost-cli.bom.json")))
                        .contains("pkg:maven/info.picocli/picocli@", "pkg:maven/dnsjava/dnsjava@3.7.1")
                        .doesNotContain("pkg:maven/org.junit");
            }
        }

        private List<String> lines(ZipFile zip, String name) throws IOException {
            return new String(content(zip, name), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }

        private byte[] content(ZipFile zip, String name) throws IOException {
            ZipEntry entry = zip.getEntry("strongpost-" + System.getProperty("strongpost.version") + "/" + name);
            try (InputStream in = zip.getInputStream(entry)) {
                return in.readAllBytes();
            }
        }

        @Test
        void zipShouldHoldTheShadedJar() throws IOException {
            try (ZipFile zip = new ZipFile(ShippedJar.zip().toFile())) {
                long size = zip.stream()
                        .filter(entry -> entry.getName().endsWith("/strongpost.jar"))
                        .findFirst()
                        .orElseThrow()
                        .getSize();

                assertThat(size).isEqualTo(ShippedJar.jar().toFile().length());
            }
        }
    }
}
