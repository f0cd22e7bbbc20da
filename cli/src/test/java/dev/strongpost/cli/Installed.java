// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import javax.annotation.Nullable;

/**
 * The jar and the launcher as they lie in the zip, in a folder with a blank in its name; and commands run with them.
 */
final class Installed {
    private static final int PATIENCE_SECONDS = 120;
    private static final Path BASE = Path.of(System.getProperty("strongpost.basedir"));

    /** What a process left behind: its exit status, standard output and standard error. */
    record Run(int status, String out, String err) {
        /** Returns both outputs, for a test that does not care which. */
        String all() {
            return out + err;
        }
    }

    private final Path launcher;
    private final Path workingDirectory;
    private final Map<String, String> environment;

    @Nullable
    private final KeptCommandLine kept;

    private Installed(
            Path launcher, Path workingDirectory, Map<String, String> environment, @Nullable KeptCommandLine kept) {
        this.launcher = launcher;
        this.workingDirectory = workingDirectory;
        this.environment = environment;
        this.kept = kept;
    }

    /**
     * Returns the program in a JVM that is kept, for what does not depend on how it is started. Its working directory
     * is an empty one, apart from the launcher in a folder of its own.
     */
    static Installed kept() {
        KeptCommandLine kept = KeptCommandLine.withEmptyFolder();
        Installed installed = in(kept.folder(), kept.folder());
        return new Installed(installed.launcher, installed.workingDirectory, Map.of(), kept);
    }

    /** Installs the program below {@code folder}, to be run from {@code workingDirectory}. */
    static Installed in(Path folder, Path workingDirectory) {
        try {
            Path home = Files.createDirectories(folder.resolve("a folder"));
            Files.createLink(home.resolve("strongpost-cli.jar"), builtJar());
            Path launcher = home.resolve("strongpost");
            Files.copy(BASE.resolve("src/main/bin/strongpost"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
            return new Installed(launcher, workingDirectory, Map.of(), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the jar that the build made. */
    static Path builtJar() {
        return BASE.resolve("target/strongpost-cli.jar");
    }

    /** Returns the same with that in the environment, in a process for each command. */
    Installed with(String name, String value) {
        return new Installed(launcher, workingDirectory, Map.of(name, value), null);
    }

    /** Returns another such JVM with the same working directory. */
    KeptCommandLine another() {
        return Objects.requireNonNull(kept).another();
    }

    Path folder() {
        return workingDirectory;
    }

    Path launcher() {
        return launcher;
    }

    Path jar() {
        return launcher.resolveSibling("strongpost-cli.jar");
    }

    /** Runs {@code strongpost} with these arguments. */
    Run run(String... arguments) {
        return kept == null ? launch(arguments) : kept.run(arguments);
    }

    /** Runs {@code strongpost} with these arguments in a process of its own, by its launcher. */
    Run launch(String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return command(command);
    }

    /** Runs any command in the same folder and environment; its input is empty. */
    Run command(List<String> command) {
        try {
            Path out = Files.createTempFile("strongpost", ".out");
            Path err = Files.createTempFile("strongpost", ".err");
            Process process = builder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " did not end");
            }
            Run run = new Run(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts a context command on a terminal of its own (script of util-linux), so many columns wide. */
    Process startOnTerminal(int columns, String shellCommand) {
        try {
            String sized = "stty cols " + columns + " rows 40 && " + shellCommand;
            return builder(List.of("script", "-qec", sized, "/dev/null"))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what a context command writes to a terminal so many columns wide. */
    String onTerminal(int columns, String shellCommand) {
        Process process = startOnTerminal(columns, shellCommand);
        try {
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = builder(command, workingDirectory);
        builder.environment().putAll(environment);
        return builder;
    }

    /** Returns what starts that command with what the program reads of the environment as if nothing were set. */
    static ProcessBuilder builder(List<String> command, Path workingDirectory) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        builder.environment().keySet().removeAll(List.of("NO_COLOR", "COLUMNS", "STRONGPOST_JAVA_OPTS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TERM", "xterm");
        return builder;
    }
}
