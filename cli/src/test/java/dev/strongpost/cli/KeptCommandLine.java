// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.strongpost.cli.Installed.Run;

/**
 * A JVM with the program's jar that is kept for all tests, since most of a command's time is the start of Java. Its
 * working directory is emptied for each test.
 */
final class KeptCommandLine implements AutoCloseable {
    private static final int NO_MORE = -1;
    private static final int PATIENCE_SECONDS = 120;
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "deadline");
        thread.setDaemon(true);
        return thread;
    });

    @SuppressWarnings("NonFinalStaticField") // started when it is first needed
    private static KeptCommandLine only;

    private final Path folder;
    private final Process process;
    private final DataOutputStream commands;
    private final DataInputStream answers;

    private KeptCommandLine(Path jar, Path folder) throws IOException {
        this.folder = folder;
        String classPath =
                jar + File.pathSeparator + Path.of(System.getProperty("strongpost.basedir"), "target/test-classes");
        ProcessBuilder builder = Installed.builder(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-Dstrongpost.out=other",
                        "-Dstrongpost.err=other",
                        "-cp",
                        classPath,
                        CommandServer.class.getName()),
                folder);
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        this.commands = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.answers = new DataInputStream(process.getInputStream());
        this.process = process;
    }

    /** Returns the one of this JVM, with an empty working directory. */
    static synchronized KeptCommandLine withEmptyFolder() {
        try {
            if (only == null || !only.process.isAlive()) {
                Path home = Files.createTempDirectory("strongpost").toRealPath();
                only = new KeptCommandLine(Installed.builtJar(), Files.createDirectory(home.resolve("work")));
                Runtime.getRuntime().addShutdownHook(new Thread(only::end));
            }
            empty(only.folder);
            return only;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns another JVM with the same working directory, to be closed. */
    KeptCommandLine another() {
        try {
            return new KeptCommandLine(Installed.builtJar(), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the working directory of all commands. */
    Path folder() {
        return folder;
    }

    /** Runs the command that these arguments are; ends the JVM when that takes too long. */
    synchronized Run run(String... arguments) {
        ScheduledFuture<?> deadline = TIMER.schedule(process::destroyForcibly, PATIENCE_SECONDS, TimeUnit.SECONDS);
        try {
            commands.writeInt(arguments.length);
            for (String argument : arguments) {
                commands.writeUTF(argument);
            }
            commands.flush();
            return new Run(answers.readInt(), text(), text());
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", arguments) + " did not end, or ended the JVM", e);
        } finally {
            deadline.cancel(false);
        }
    }

    private String text() throws IOException {
        return new String(answers.readNBytes(answers.readInt()), StandardCharsets.UTF_8);
    }

    /** Ends the JVM. */
    @Override
    public void close() {
        try {
            commands.writeInt(NO_MORE);
            commands.flush();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    private void end() {
        close();
        try {
            empty(folder);
            Files.delete(folder);
            Files.delete(folder.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void empty(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder)) {
                    Files.delete(path);
                }
            }
        }
    }
}
