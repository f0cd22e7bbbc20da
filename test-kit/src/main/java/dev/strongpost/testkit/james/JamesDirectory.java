// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The working directory of one James: {@code conf/}, {@code extensions-jars/}, {@code var/} and the log. */
final class JamesDirectory {
    private static final List<String> BASE_FILES = List.of(
            "dnsservice.xml",
            "domainlist.xml",
            "imapserver.xml",
            "jmap.properties",
            "jmx.properties",
            "jvm.properties",
            "listeners.xml",
            "lmtpserver.xml",
            "logback.xml",
            "mailetcontainer.xml",
            "mailrepositorystore.xml",
            "managesieveserver.xml",
            "pop3server.xml",
            "recipientrewritetable.xml",
            "smtpserver.xml",
            "usersrepository.xml",
            "webadmin.properties");

    private final Path root;

    private JamesDirectory(Path root) {
        this.root = root;
    }

    /** Makes the directory anew, whatever an earlier run left there. */
    static JamesDirectory create(Path root) throws IOException {
        deleteTree(root);
        Files.createDirectories(root.resolve("conf"));
        Files.createDirectories(root.resolve("extensions-jars"));
        Files.createDirectories(root.resolve("var"));
        return new JamesDirectory(root.toAbsolutePath());
    }

    Path root() {
        return root;
    }

    Path log() {
        return root.resolve("james.log");
    }

    /** Puts the log aside, before another process writes one. */
    void keepLog() throws IOException {
        int number = 1;
        while (Files.exists(root.resolve("james.log." + number))) {
            number++;
        }
        Files.move(log(), root.resolve("james.log." + number));
    }

    Path conf(String file) {
        return root.resolve("conf").resolve(file);
    }

    /** Writes the kit's own configuration with each {@code ${name}} replaced by its value. */
    void writeBase(Map<String, String> values) throws IOException {
        for (String file : BASE_FILES) {
            Files.writeString(conf(file), filled(base(file), values));
        }
    }

    private static String filled(String text, Map<String, String> values) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("${" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    private static String base(String file) throws IOException {
        try (InputStream in = JamesDirectory.class.getResourceAsStream("conf/" + file)) {
            if (in == null) {
                throw new IOException("No base configuration " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Copies the files of a directory, without its sub-directories, over the configuration. */
    /** Copies its files, but for that of the log: the log has to come to standard output at once. */
    void copyScenario(Path scenario) throws IOException {
        try (Stream<Path> files = Files.list(scenario)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("logback.xml"))
                    .toList()) {
                Files.copy(file, conf(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    void copyExtension(Path jar) throws IOException {
        Files.copy(
                jar, root.resolve("extensions-jars").resolve(jar.getFileName().toString()));
    }

    void edit(Edit edit) throws IOException {
        Path file = conf(edit.file());
        Files.writeString(file, edit.apply(Files.readString(file)));
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            tree.sorted(java.util.Comparator.reverseOrder()).forEach(JamesDirectory::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text to be replaced wherever it is in a file of {@code conf/}. */
    record Edit(String file, String from, String to) {
        Edit with(Map<String, String> values) {
            return new Edit(file, from, filled(to, values));
        }

        String apply(String text) {
            if (!text.contains(from)) {
                throw new IllegalArgumentException("No \"" + from + "\" in " + file + " to replace");
            }
            return text.replace(from, to);
        }
    }
}
