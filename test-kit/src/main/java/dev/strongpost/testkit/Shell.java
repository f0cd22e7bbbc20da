// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Commands of the machine, such as openssl, by {@code sh}. */
public final class Shell {
    private static final int PATIENCE_SECONDS = 60;

    private Shell() {}

    /**
     * Runs a command in that folder, without input.
     *
     * @throws IllegalStateException with what it said when it fails, or takes more than a minute
     */
    public static void run(Path folder, String command) {
        try {
            Process process = new ProcessBuilder("sh", "-ec", command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(command + ": " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
