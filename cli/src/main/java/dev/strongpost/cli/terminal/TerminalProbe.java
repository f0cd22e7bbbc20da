// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

import com.google.common.base.Splitter;
import com.google.common.primitives.Ints;

/**
 * Finds out about this process's terminal. The launcher says what it sees; without it the JVM is asked, which sees
 * less.
 */
final class TerminalProbe {
    private static final String TERMINAL = "terminal";
    private static final int PATIENCE_SECONDS = 1;
    private static final int LONGEST_ANSWER = 40;

    private TerminalProbe() {}

    static Terminal ofThisProcess() {
        return Terminal.of(
                System.getenv(),
                goesToTerminal("strongpost.out"),
                goesToTerminal("strongpost.err"),
                TerminalProbe::measure);
    }

    private static boolean goesToTerminal(String property) {
        String seen = System.getProperty(property);
        return seen == null ? console().isPresent() : seen.equals(TERMINAL);
    }

    /** Tells whether standard input is a terminal, whatever standard output is. */
    static boolean readsFromTerminal() {
        return TERMINAL.equals(System.getProperty("strongpost.in"));
    }

    /** Returns where a person can be asked: standard input and output are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // with the console of java.base it still is null without a terminal
    static Optional<Console> console() {
        System.setProperty("jdk.console", "java.base"); // from Java 22 on another would be there always
        return Optional.ofNullable(System.console());
    }

    private static OptionalInt measure() {
        try {
            Process stty = new ProcessBuilder("sh", "-c", "stty size </dev/tty")
                    .redirectErrorStream(true)
                    .start();
            try {
                byte[] answer = stty.getInputStream().readNBytes(LONGEST_ANSWER);
                boolean ended = stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return ended ? columns(new String(answer, StandardCharsets.US_ASCII)) : OptionalInt.empty();
            } finally {
                stty.destroy();
            }
        } catch (IOException e) {
            return OptionalInt.empty(); // no sh, no stty: not a system with a terminal of that kind
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** Reads {@code 24 80}: rows and columns; 0 columns means that the terminal does not know. */
    private static OptionalInt columns(String answer) {
        List<String> words = Splitter.on(' ').splitToList(answer.trim());
        Integer columns = words.size() == 2 ? Ints.tryParse(words.get(1)) : null;
        return columns == null || columns == 0 ? OptionalInt.empty() : OptionalInt.of(columns);
    }
}
