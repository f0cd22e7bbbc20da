// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JamesClassPathTest {
    @TempDir
    private Path home;

    private void app(String name, String mainClass, String libraries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, libraries);
        new JarOutputStream(Files.newOutputStream(home.resolve(name)), manifest).close();
    }

    @Test
    void installationShouldBeItsJarAndTheLibrariesThatItNames() throws IOException {
        app("james-server-memory-app.jar", "org.example.Main", "app.lib/b.jar app.lib/a.jar");
        Files.createDirectory(home.resolve("conf"));

        JamesClassPath james = JamesClassPath.ofInstallation(home, "");

        assertThat(james.mainClass()).isEqualTo("org.example.Main");
        assertThat(james.jars())
                .containsExactly(
                        home.resolve("james-server-memory-app.jar"),
                        home.resolve("app.lib/b.jar"),
                        home.resolve("app.lib/a.jar"));
        assertThat(james.configuration()).contains(home.resolve("conf"));
    }

    @Test
    void oneOfSeveralJarsShouldHaveToBeNamed() throws IOException {
        app("james-server-memory-app.jar", "org.example.One", "");
        app("james-server-jpa-app.jar", "org.example.Other", "");

        assertThatThrownBy(() -> JamesClassPath.ofInstallation(home, "")).hasMessageContaining("here are 2");
        assertThat(JamesClassPath.ofInstallation(home, "james-server-jpa-app.jar")
                        .mainClass())
                .isEqualTo("org.example.Other");
    }

    @Test
    void folderWithoutJamesShouldBeRefused() {
        assertThatThrownBy(() -> JamesClassPath.ofInstallation(home, "")).hasMessageContaining("here are 0");
        assertThatThrownBy(() -> JamesClassPath.ofInstallation(home, "absent.jar"))
                .hasMessageContaining("absent.jar is no jar");
    }
}
