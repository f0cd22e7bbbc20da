// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.google.common.base.Splitter;

/** The child's side: answers the commands that come in on standard input, one line each, until it ends. */
public final class CommandLoop {
    static final String ERROR = "error: ";

    /** What a command does, given the numbers behind its name. */
    @FunctionalInterface
    public interface Command {
        /** Runs the command. An exception becomes the answer. */
        Figures run(List<Long> numbers) throws Exception;
    }

    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    /** Takes standard output for the answers alone; whatever else prints to it goes to standard error. */
    public CommandLoop() {
        System.setOut(System.err);
    }

    /** Adds a command. */
    public CommandLoop on(String name, Command command) {
        commands.put(name, command);
        return this;
    }

    /** Announces that the process is ready, answers until standard input ends, and then ends the process. */
    public void run(Figures ready) {
        answers.println(ready);
        // In a thread of its own, so that the end of the input is noticed while a command still waits for something.
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                String command = line;
                worker.execute(() -> answers.println(answer(command)));
            }
        } catch (IOException e) {
            System.err.println("standard input: " + e);
        }
        System.exit(0);
    }

    private String answer(String line) {
        List<String> words = Splitter.on(' ').splitToList(line);
        Command command = commands.get(words.get(0));
        if (command == null) {
            return ERROR + "no command " + words.get(0);
        }
        try {
            return command.run(words.stream().skip(1).map(Long::valueOf).toList())
                    .toString();
        } catch (Exception e) {
            e.printStackTrace();
            return ERROR + e;
        }
    }
}
