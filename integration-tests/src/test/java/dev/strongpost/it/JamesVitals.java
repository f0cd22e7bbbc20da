// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a James costs the machine: its process as the system and its JVM's tools see it. */
final class JamesVitals {
    private final long pid;

    private JamesVitals(long pid) {
        this.pid = pid;
    }

    /** Finds the James that was started in this directory by this JVM. */
    static JamesVitals of(Path directory) {
        return new JamesVitals(ProcessHandle.current()
                .descendants()
                .filter(process -> runsIn(process, directory))
                .findFirst()
                .orElseThrow()
                .pid());
    }

    private static boolean runsIn(ProcessHandle process, Path directory) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(directory.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns how many file descriptors it holds. */
    long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how many threads it has. */
    long threads() {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how many objects of that class it keeps alive, once it has collected the others. */
    long living(String className) {
        return histogram()
                .lines()
                .map(line -> line.strip().split(" +"))
                .filter(columns -> columns.length >= 4 && columns[3].equals(className))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .sum();
    }

    private String histogram() {
        try {
            String jcmd =
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
