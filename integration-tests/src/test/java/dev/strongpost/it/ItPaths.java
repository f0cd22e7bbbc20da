// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import java.nio.file.Path;

import dev.strongpost.testkit.james.JamesClassPath;

/** Where the build has put what the tests need. */
final class ItPaths {
    private ItPaths() {}

    /** Returns the class path of the stock James. */
    static JamesClassPath classPath() {
        return JamesClassPath.read(property("strongpost.james.classpath"));
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
