// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A disk of a few megabytes, in memory, in a mount namespace of its own: commands that are given it see it in place of
 * some folder, and no other process does. It lasts as long as this object, whatever becomes of the commands.
 */
public final class SmallDisk implements Closeable {
    private static final List<List<String>> NAMESPACES =
            List.of(List.of("--mount"), List.of("--user", "--map-root-user", "--mount"));
    private static final int BLOCK = 4096;

    private final Process holder;
    private final boolean asUser;
    private final Path mounted;

    private SmallDisk(Process holder, boolean asUser, Path mounted) {
        this.holder = holder;
        this.asUser = asUser;
        this.mounted = mounted;
    }

    /**
     * Returns a disk; empty where this user cannot have a mount namespace (unshare and nsenter of util-linux).
     *
     * @param megabytes its size
     * @param place an empty folder to mount it at
     */
    public static Optional<SmallDisk> create(int megabytes, Path place) throws IOException {
        for (List<String> namespace : NAMESPACES) {
            List<String> command = new ArrayList<>(List.of("unshare"));
            command.addAll(namespace);
            // Ends with the end of its standard input.
            String script = "mount -t tmpfs -o size=" + megabytes + "m tmpfs '" + place + "' && echo ready && exec cat";
            command.addAll(List.of("sh", "-c", script));
            Process holder = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
            if ("ready".equals(answer.readLine())) {
                return Optional.of(new SmallDisk(holder, namespace.size() > 1, place));
            }
            holder.destroyForcibly();
        }
        return Optional.empty();
    }

    /** Returns words to put before a command, which then sees the disk at {@code folder}. It is made if need be. */
    public String[] prefix(Path folder) {
        List<String> words = new ArrayList<>(List.of("nsenter", "--target", Long.toString(holder.pid()), "--mount"));
        if (asUser) {
            words.addAll(List.of("--user", "--preserve-credentials"));
        }
        words.add("--wd=" + folder.getParent());
        String script = "mkdir -p '" + folder + "' && mount --bind '" + mounted + "' '" + folder + "' && exec \"$@\"";
        words.addAll(List.of("unshare", "--mount", "sh", "-c", script, "sh"));
        return words.toArray(String[]::new);
    }

    /** Fills it to the last block. */
    public void fill() throws IOException {
        byte[] block = new byte[BLOCK];
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (true) {
                filler.write(block);
            }
        } catch (IOException e) {
            // It is full.
        }
    }

    /** Frees what {@link #fill} has taken. */
    public void free() throws IOException {
        Files.delete(filler());
    }

    /** Seen from outside of the namespace. */
    private Path filler() {
        return Path.of("/proc", Long.toString(holder.pid()), "root", mounted.toString(), "filler");
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
