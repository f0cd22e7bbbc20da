// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

/**
 * The jars of an unmodified James, in the order of its own class path, and nothing of ours; its main class; and the
 * configuration that it was installed with, if it was.
 */
public final class JamesClassPath {
    /** The one that needs no service beside it. */
    public static final String MEMORY_APP = "org.apache.james.MemoryJamesServerMain";

    private final ImmutableList<Path> jars;
    private final String mainClass;
    private final Optional<Path> configuration;

    private JamesClassPath(List<Path> jars, String mainClass, Optional<Path> configuration) {
        this.jars = ImmutableList.copyOf(jars);
        this.mainClass = mainClass;
        this.configuration = configuration;
    }

    /** Reads a file that holds the paths of the jars in one line, as {@code dependency:build-classpath} writes it. */
    public static JamesClassPath read(Path file) {
        try {
            List<Path> jars = Splitter.on(File.pathSeparatorChar)
                    .splitToStream(Files.readString(file).trim())
                    .map(Path::of)
                    .toList();
            return new JamesClassPath(jars, MEMORY_APP, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException("No class path of James in " + file, e);
        }
    }

    /** Returns the same with {@code first} before its jars, and started by {@code main} of that. */
    public JamesClassPath startedBy(Path first, String main) {
        return new JamesClassPath(
                ImmutableList.<Path>builder().add(first).addAll(jars).build(), main, configuration);
    }

    /**
     * Takes an installation as the zips of James's apps lay it out: a jar that names its main class and its libraries,
     * and {@code conf/}. It is only read.
     *
     * @param jar the name of the jar; when empty it is the only one that is called {@code james-server-*.jar}
     * @throws IllegalArgumentException when there is no such jar, or it names no main class
     */
    public static JamesClassPath ofInstallation(Path home, String jar) {
        Path app = jar.isEmpty() ? onlyApp(home) : home.resolve(jar);
        try (JarFile file = new JarFile(app.toFile())) {
            Attributes attributes = file.getManifest().getMainAttributes();
            String mainClass = Objects.requireNonNullElse(attributes.getValue(Attributes.Name.MAIN_CLASS), "");
            if (mainClass.isEmpty()) {
                throw new IllegalArgumentException(app + " names no main class");
            }
            Path conf = home.resolve("conf");
            return new JamesClassPath(
                    jars(app, Objects.requireNonNullElse(attributes.getValue(Attributes.Name.CLASS_PATH), "")),
                    mainClass,
                    Optional.of(conf).filter(Files::isDirectory));
        } catch (IOException e) {
            throw new IllegalArgumentException("james.home, james.jar: " + app + " is no jar: " + e.getMessage(), e);
        }
    }

    private static Path onlyApp(Path home) {
        try (Stream<Path> files = Files.list(home)) {
            List<Path> apps = files.filter(file -> file.getFileName().toString().matches("james-server-.*\\.jar"))
                    .toList();
            if (apps.size() == 1) {
                return apps.get(0);
            }
            throw new IllegalArgumentException("james.home: given " + home + ": allowed a folder with one "
                    + "james-server-*.jar, and here are " + apps.size() + "; james.jar names one");
        } catch (IOException e) {
            throw new IllegalArgumentException("james.home: given " + home + ": allowed a folder", e);
        }
    }

    private static List<Path> jars(Path app, String libraries) {
        Stream<Path> beside =
                Splitter.on(' ').omitEmptyStrings().splitToStream(libraries).map(app::resolveSibling);
        return Stream.concat(Stream.of(app), beside).map(Path::toAbsolutePath).toList();
    }

    /** Returns the class that starts it. */
    public String mainClass() {
        return mainClass;
    }

    /** Returns the folder with its own configuration, if it has one. */
    Optional<Path> configuration() {
        return configuration;
    }

    /** Returns the jars in order. */
    public ImmutableList<Path> jars() {
        return jars;
    }

    /** Starts a James in this working directory, which is emptied first and kept afterwards with its log. */
    public StockJamesBuilder in(Path directory) {
        return new StockJamesBuilder(this, directory);
    }

    String value() {
        return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
    }
}
