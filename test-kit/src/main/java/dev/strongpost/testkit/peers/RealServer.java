// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.peers;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableList;

/** One server of Debian that runs by chroot in a root of its own. Takes root; one of a name at a time. */
public final class RealServer implements Closeable {
    private static final String ROOTS = "strongpost.peers";
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(5);
    private static final long STEP_MILLIS = 50;

    private final Path root;
    private final Process process;
    private final Thread hook = new Thread(this::end, "end-server");

    private RealServer(Path root, Process process) {
        this.root = root;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Returns why no server of this name can be started; empty when one can. */
    public static Optional<String> obstacle(String name) {
        if (!Files.exists(root(name).resolve(".complete"))) {
            return Optional.of("there is no " + name + " in " + root(name) + "; src/test/bin/peers gets it");
        }
        return System.getProperty("user.name").equals("root")
                ? Optional.empty()
                : Optional.of("only root can start " + name);
    }

    private static Path root(String name) {
        return Path.of(System.getProperty(ROOTS, "target/peers")).resolve(name).toAbsolutePath();
    }

    /** Returns a folder in the root of the server of this name. */
    public static Path folder(String name, String path) {
        return root(name).resolve(path);
    }

    /** Puts a file into the root of the server of this name, which is to be started after that. */
    public static void write(String name, String file, String content) {
        try {
            Files.writeString(root(name).resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs the program of this name to its end, at most a minute, and returns what it printed.
     *
     * @throws IllegalStateException when it fails, with its output
     */
    public static String run(String name, String... arguments) {
        return runScript(name, "start", arguments);
    }

    /** Runs another script of its folder in the same way. */
    public static String runScript(String name, String script, String... arguments) {
        try {
            Process process = new ProcessBuilder(ImmutableList.<String>builder()
                            .add("chroot", root(name).toString(), "/" + script)
                            .add(arguments)
                            .build())
                    .redirectErrorStream(true)
                    .redirectOutput(root(name).resolve("tmp/output").toFile())
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(1, TimeUnit.MINUTES);
            String output = Files.readString(root(name).resolve("tmp/output"), StandardCharsets.ISO_8859_1);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(name + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Starts the server of this name and waits until it takes connections.
     *
     * @param domain what it is about: the domain that it takes mail for, or whom else it asks
     */
    public static RealServer start(String name, InetSocketAddress address, String domain) {
        Path root = root(name);
        try {
            Process process = new ProcessBuilder(
                            "chroot",
                            root.toString(),
                            "/start",
                            address.getAddress().getHostAddress(),
                            String.valueOf(address.getPort()),
                            domain)
                    .redirectErrorStream(true)
                    .redirectOutput(root.resolve("tmp/output").toFile())
                    .start();
            process.getOutputStream().close();
            RealServer server = new RealServer(root, process);
            server.awaitConnections(address);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitConnections(InetSocketAddress address) {
        long end = System.nanoTime() + START.toNanos();
        while (!accepts(address)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                String output = output();
                close();
                throw new IllegalStateException(root.getFileName() + " does not listen on " + address + ": " + output);
            }
            sleep();
        }
    }

    private static boolean accepts(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) STEP_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns what it said on its output. */
    public String output() {
        try {
            return Files.readString(root.resolve("tmp/output"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the messages that it has stored, whole. */
    public ImmutableList<String> stored() {
        List<String> messages = new ArrayList<>();
        Path store = root.resolve("var/store");
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : (Iterable<Path>) files.filter(found -> isComplete(store, found))::iterator) {
                messages.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return ImmutableList.copyOf(messages);
        } catch (IOException | UncheckedIOException e) {
            // A file was moved meanwhile.
            return ImmutableList.of();
        }
    }

    /** A maildir has what is complete in its folder {@code new}. */
    private static boolean isComplete(Path store, Path file) {
        return Files.isRegularFile(file) && store.relativize(file).toString().contains("new/");
    }

    private void end() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    /** Ends it and what it started. What it has stored stays until the next start. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        end();
    }
}
