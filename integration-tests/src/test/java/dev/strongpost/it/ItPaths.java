// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

import dev.strongpost.testkit.james.JamesClassPath;

/** Where the build has put what the tests need. */
final class ItPaths {
    private static final String JAMES_HOME = "james.home";

    private ItPaths() {}

    /**
     * Returns the James that the tests are about: the installation that {@code james.home} names, or else the stock
     * memory app. Ends the test as one that does not apply where that James cannot be started by itself.
     */
    static JamesClassPath classPath() {
        return isInstalled()
                ? startable(JamesClassPath.ofInstallation(
                        Path.of(System.getProperty(JAMES_HOME)), System.getProperty("james.jar", "")))
                : JamesClassPath.read(property("strongpost.james.classpath"));
    }

    /** Returns the stock memory app with queues on disk. Ends the test where it is about an installation. */
    static JamesClassPath persistentClassPath() {
        Assumptions.assumeFalse(isInstalled(), "takes a James with queues of the kit's own");
        Path target = property("strongpost.james.persistent");
        return JamesClassPath.read(target.resolve("classpath.txt"))
                .startedBy(target.resolve("classes"), "dev.strongpost.stockjames.PersistentQueueJames");
    }

    /** Tells whether the tests are about an installation of somebody's own. */
    static boolean isInstalled() {
        return !System.getProperty(JAMES_HOME, "").isEmpty();
    }

    private static JamesClassPath startable(JamesClassPath james) {
        Assumptions.assumeTrue(
                james.mainClass().equals(JamesClassPath.MEMORY_APP),
                () -> james.mainClass() + " needs services beside it, which these tests do not start");
        Assumptions.assumeTrue(
                james.jars().stream()
                        .noneMatch(jar -> jar.getFileName().toString().startsWith("jakarta.mail")),
                "Strongpost does not run on James 3.9 (jakarta.mail) yet");
        return james;
    }

    /** Returns the jar that an administrator drops into {@code extensions-jars/}. */
    static Path jar() {
        return property("strongpost.jar");
    }

    /** Returns the jar of the command line. */
    static Path commandLineJar() {
        return property("strongpost.cli.jar");
    }

    /** Returns a working directory of this name for a James, under {@code target/}. */
    static Path directory(String name) {
        return base().resolve("target").resolve("james").resolve(name);
    }

    /** Returns a scenario of {@code james-conf/}. */
    static Path scenario(String name) {
        return base().resolve("../james-conf").resolve(name).normalize();
    }

    /** Returns the security properties under which a JVM negotiates anything. */
    static Path openedSecurity() {
        return base().resolve("src/test/conf/opened.security");
    }

    private static Path base() {
        return property("strongpost.basedir");
    }

    private static Path property(String key) {
        return Path.of(System.getProperty(key)).toAbsolutePath().normalize();
    }
}
