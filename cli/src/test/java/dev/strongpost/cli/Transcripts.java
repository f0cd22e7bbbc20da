// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The examples of a manual: a command behind {@code $}, what it writes, and its exit status if that is not 0. */
final class Transcripts {
    private static final String FENCE = "```";
    private static final String COMMAND = "$ strongpost ";
    private static final Pattern EXIT = Pattern.compile("\\[exit (\\d)]");
    private static final String ANYTHING = "...";

    /** One command with what it is said to do; {@code ...} stands for anything, on a line of its own for any lines. */
    record Example(String command, String output, int status) {
        List<String> arguments() {
            return List.of(command.split(" "));
        }

        /** Returns what the output has to match. */
        Pattern pattern() {
            return Pattern.compile(output.lines().map(Example::line).collect(Collectors.joining()), Pattern.DOTALL);
        }

        private static String line(String line) {
            if (line.equals(ANYTHING)) {
                return "(?:.*\n)?";
            }
            return Stream.of(line.split(Pattern.quote(ANYTHING), -1))
                            .map(Pattern::quote)
                            .collect(Collectors.joining("[^\n]*"))
                    + "\n";
        }

        @Override
        public String toString() {
            return command;
        }
    }

    private Transcripts() {}

    static List<Example> of(String manual) {
        List<Example> examples = new ArrayList<>();
        String[] blocks = manual.split("(?m)^" + FENCE);
        for (int i = 1; i < blocks.length; i += 2) {
            if (blocks[i].startsWith("console\n")) {
                Stream.of(blocks[i].substring("console\n".length()).split("(?m)^" + Pattern.quote(COMMAND)))
                        .filter(text -> !text.isBlank())
                        .map(Transcripts::example)
                        .forEach(examples::add);
            }
        }
        return examples;
    }

    private static Example example(String text) {
        List<String> lines = text.lines().toList();
        List<String> output = new ArrayList<>(lines.subList(1, lines.size()));
        int status = 0;
        if (!output.isEmpty()) {
            var exit = EXIT.matcher(output.get(output.size() - 1));
            if (exit.matches()) {
                status = Integer.parseInt(exit.group(1));
                output.remove(output.size() - 1);
            }
        }
        return new Example(lines.get(0), String.join("\n", output), status);
    }
}
