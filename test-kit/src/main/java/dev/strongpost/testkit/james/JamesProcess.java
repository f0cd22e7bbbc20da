// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process of one James, which ends with this JVM at the latest. */
final class JamesProcess implements Closeable {
    private static final Duration END_PATIENCE = Duration.ofSeconds(20);

    private final List<String> command;
    private final JamesDirectory directory;
    private final Process process;
    private final Thread hook;

    private JamesProcess(List<String> command, JamesDirectory directory, Process process) {
        this.command = command;
        this.directory = directory;
        this.process = process;
        this.hook = new Thread(process::destroyForcibly, "end-james-" + process.pid());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static JamesProcess launch(List<String> command, JamesDirectory directory) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(directory.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.log().toFile())
                .start();
        process.getOutputStream().close();
        return new JamesProcess(command, directory, process);
    }

    /** Starts the same again, which has ended, on what it has left behind. The log of before is kept beside the new one. */
    JamesProcess again() {
        try {
            directory.keepLog();
            return launch(command, directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot launch James again in " + directory.root(), e);
        }
    }

    /** Ends it as a lack of power would: nothing of it has a chance to put anything in order. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks it to end, by SIGTERM, and returns how long that took. Kills it after {@code patience}. */
    Duration stop(Duration patience) {
        long start = System.nanoTime();
        process.destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // The JVM is on its way down; the hook has done it.
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    JamesDirectory directory() {
        return directory;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns everything said so far on standard output and error. */
    String log() {
        try {
            // Not strictly UTF-8: a line may be half written.
            return new String(Files.readAllBytes(directory.log()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("No log in " + directory.root(), e);
        }
    }

    int awaitExit(Duration patience) {
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("James still runs after " + patience + "\n" + log());
    }

    /** Asks it to end, ends it if it does not, and returns when it is gone. */
    @Override
    public void close() {
        Duration unused = stop(END_PATIENCE);
    }
}
