// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.annotation.Nullable;

/** The parent's side: a Java process of the class path of this one, that answers commands. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(5);
    private static final String ENDED = CommandLoop.ERROR + "the process ended";

    private final String name;
    private final Process process;
    private final PrintStream commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Figures ready;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, name + "-answers");
        reader.setDaemon(true);
        reader.start();
        this.ready = answer("start", START);
    }

    /**
     * Starts a process and waits until it is ready. It logs to a file of its name in the {@link WorkDirectory}.
     *
     * @param name of the process, as messages and its log call it
     * @param options for the JVM, such as {@code -Xmx512m}
     * @throws IllegalStateException when it does not come up within a minute
     */
    public static ChildProcess start(String name, Class<?> main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Dlogback.configurationFile=" + ChildProcess.class.getResource("logback.xml"));
        command.add("-Dbenchmark.log=" + WorkDirectory.get().resolve(name + ".log"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            return of(
                    name,
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    private static ChildProcess of(String name, Process process) {
        try {
            return new ChildProcess(name, process);
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(answers::add);
        } catch (IOException | UncheckedIOException e) {
            answers.add(CommandLoop.ERROR + e);
        }
        answers.add(ENDED);
    }

    /** Returns what the process said when it was ready. */
    public Figures ready() {
        return ready;
    }

    /**
     * Runs a command there and returns its answer.
     *
     * @throws IllegalStateException when the command failed, or has no answer within {@code patience}
     */
    public Figures ask(Duration patience, String command, long... numbers) {
        String line = Stream.concat(Stream.of(command), Arrays.stream(numbers).mapToObj(Long::toString))
                .collect(Collectors.joining(" "));
        commands.println(line);
        return answer(line, patience);
    }

    private Figures answer(String question, Duration patience) {
        String answer = next(patience);
        if (answer == null) {
            throw new IllegalStateException(name + ": " + question + ": no answer in " + patience.toSeconds() + " s");
        }
        if (answer.startsWith(CommandLoop.ERROR)) {
            throw new IllegalStateException(name + ": " + question + ": " + answer);
        }
        return Figures.parse(answer);
    }

    private @Nullable String next(Duration patience) {
        try {
            return answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Ends the process, and returns when it is gone. */
    @Override
    public void close() {
        commands.close();
        try {
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
