// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks a person for a password on the terminal of this process, where standard output goes elsewhere: {@code strongpost
 * cert request >mx.csr}. Java's own console is there only while standard input and output are both the terminal.
 */
final class TerminalPrompt {
    private static final String DEVICE = "/dev/tty";
    private static final int PATIENCE_SECONDS = 5;

    private TerminalPrompt() {}

    /** Returns the answer, which is not shown while it is typed; empty when there is no terminal. */
    static Optional<char[]> ask(String question) {
        try (OutputStream out = new FileOutputStream(DEVICE);
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(new FileInputStream(DEVICE), StandardCharsets.UTF_8))) {
            if (!echo(false)) {
                return Optional.empty(); // better no password than one in plain view
            }
            Thread restore = new Thread(() -> echo(true));
            Runtime.getRuntime().addShutdownHook(restore);
            try {
                write(out, question);
                String answer = in.readLine();
                write(out, "\n");
                return Optional.ofNullable(answer).map(String::toCharArray);
            } finally {
                echo(true);
                Runtime.getRuntime().removeShutdownHook(restore);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static boolean echo(boolean on) {
        try {
            Process stty = new ProcessBuilder("sh", "-c", "stty " + (on ? "echo" : "-echo") + " <" + DEVICE)
                    .redirectErrorStream(true)
                    .start();
            try {
                return stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && stty.exitValue() == 0;
            } finally {
                stty.destroy();
            }
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
