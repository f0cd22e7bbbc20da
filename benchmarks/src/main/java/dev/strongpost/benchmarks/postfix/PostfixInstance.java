// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.postfix;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.google.common.base.Preconditions;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;

/**
 * A Postfix that shares nothing with the one that may be set up on this machine: configuration, queue, data and log are
 * in a temporary folder, which goes with it. It takes root, as any Postfix does.
 */
final class PostfixInstance implements AutoCloseable {
    private static final int SUBMISSION_PORT = 2525;
    private static final int COMMAND_SECONDS = 60;
    private static final String HOLD = "defer_transports = smtp, relay\n";

    private final Path directory;
    private final InetAddress own;
    private final Thread hook = new Thread(this::end, "end-postfix");

    private PostfixInstance(Path directory, InetAddress own) {
        this.directory = directory;
        this.own = own;
    }

    /**
     * Starts one that keeps what it is given.
     *
     * @param own the loopback address where it takes mail
     * @param host where all mail goes
     */
    static PostfixInstance startHolding(InetAddress own, InetAddress host) throws IOException {
        Path directory = Files.createTempDirectory("strongpost-postfix");
        // Its processes run as the user postfix.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        PostfixInstance instance = new PostfixInstance(directory, own);
        Runtime.getRuntime().addShutdownHook(instance.hook);
        instance.configure("main.cf", host);
        instance.configure("master.cf", host);
        Files.createDirectories(directory.resolve("queue"));
        Files.createDirectories(directory.resolve("data"));
        instance.command("chown", "postfix", directory.resolve("data").toString());
        Files.writeString(directory.resolve("main.cf"), HOLD, StandardOpenOption.APPEND);
        instance.postfix("start");
        return instance;
    }

    private void configure(String name, InetAddress host) throws IOException {
        try (InputStream template = Preconditions.checkNotNull(getClass().getResourceAsStream(name), name)) {
            String text = new String(template.readAllBytes(), StandardCharsets.US_ASCII)
                    .replace("@DIRECTORY@", directory.toString())
                    .replace("@OWN@", own.getHostAddress())
                    .replace("@HOST@", host.getHostAddress());
            Files.writeString(directory.resolve(name), text);
        }
    }

    /** Returns where it takes mail. */
    InetSocketAddress submission() {
        return new InetSocketAddress(own, SUBMISSION_PORT);
    }

    /** Returns how many mails are in the queue that it holds back. */
    long held() throws IOException {
        Path deferred = directory.resolve("queue/deferred");
        try (var files = Files.walk(deferred)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    /** Has it send what it holds; returns when that began, in milliseconds of the epoch. */
    long release() throws IOException {
        Path configuration = directory.resolve("main.cf");
        Files.writeString(configuration, Files.readString(configuration).replace(HOLD, ""));
        // Not a new start: that looks at each file below the configuration, with a process for each that is not root's.
        postfix("reload");
        long now = System.currentTimeMillis();
        command("postqueue", "-c", directory.toString(), "-f");
        return now;
    }

    private void postfix(String verb) throws IOException {
        command("postfix", "-c", directory.toString(), verb);
    }

    private void command(String... words) throws IOException {
        File output = directory.resolve("commands.log").toFile();
        List<String> command = new ArrayList<>(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                .start();
        try {
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", words) + " failed: " + Files.readString(output.toPath()));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void end() {
        try {
            command("postfix", "-c", directory.toString(), "abort");
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
        try {
            MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
        } catch (IOException e) {
            System.err.println("cannot remove " + directory + ": " + e);
        }
    }

    /** Ends it and removes all that it wrote. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        end();
    }
}
