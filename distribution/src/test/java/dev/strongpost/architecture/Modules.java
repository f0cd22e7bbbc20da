// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/** The compiled main code of the modules of this build. */
final class Modules {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> ADAPTERS = List.of("james-support", "matchers", "mailets", "inbound");

    private Modules() {}

    /** Returns the folders of the libraries under {@code core}. */
    static List<String> core() {
        try (Stream<Path> folders = Files.list(ROOT.resolve("core"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> "core/" + folder.getFileName())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the folders of what is shipped: libraries, adapters, command line. */
    static List<String> shipped() {
        return Stream.of(core(), ADAPTERS, List.of("cli"))
                .flatMap(Collection::stream)
                .toList();
    }

    /** Returns the classes of those modules. */
    static JavaClasses classesOf(Collection<String> modules) {
        List<Path> folders = modules.stream()
                .map(module -> ROOT.resolve(module).resolve("target/classes"))
                .toList();
        return new ClassFileImporter().importPaths(folders);
    }

    /** Returns the folder of the module that {@code type} was compiled in; empty for a class of a library. */
    static String moduleOf(JavaClass type) {
        return type.getSource()
                .map(source -> source.getUri().getPath())
                .filter(path -> path != null && path.startsWith(ROOT + "/") && path.contains("/target/classes/"))
                .map(path -> path.substring(ROOT.toString().length() + 1, path.indexOf("/target/classes/")))
                .orElse("");
    }
}
