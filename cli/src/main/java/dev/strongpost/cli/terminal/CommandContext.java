// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import java.io.Closeable;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

import com.google.common.collect.ImmutableMap;

/** What a command knows of the world around it. */
public final class CommandContext implements Closeable {
    /** Something that may take long. */
    public interface Work<T, E extends Exception> {
        /** Does it. */
        T run() throws E;
    }

    private final PrintWriter out;
    private final PrintWriter err;
    private final Terminal terminal;
    private final ImmutableMap<String, String> environment;
    private final Function<String, Optional<char[]>> prompt;
    private final Clock clock;
    private final List<Closeable> toClose = new ArrayList<>();

    CommandContext(
            PrintWriter out,
            PrintWriter err,
            Terminal terminal,
            Map<String, String> environment,
            Function<String, Optional<char[]>> prompt,
            Clock clock) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.environment = ImmutableMap.copyOf(environment);
        this.prompt = prompt;
        this.clock = clock;
    }

    /** Returns the context that this process was started from. */
    public static CommandContext ofThisProcess(PrintWriter out, PrintWriter err) {
        return new CommandContext(
                out,
                err,
                TerminalProbe.ofThisProcess(),
                System.getenv(),
                CommandContext::readPassword,
                Clock.system(ZoneId.systemDefault()));
    }

    private static Optional<char[]> readPassword(String question) {
        Optional<Console> console = TerminalProbe.console();
        if (console.isPresent()) {
            return console.map(terminal -> terminal.readPassword("%s", question));
        }
        return TerminalProbe.readsFromTerminal() ? TerminalPrompt.ask(question) : Optional.empty();
    }

    /** Has that closed when the command ends, however it does. */
    public void closeAtEnd(Closeable resource) {
        toClose.add(resource);
    }

    /** Notes that the command has ended. */
    @Override
    public void close() {
        for (Closeable resource : toClose) {
            try {
                resource.close();
            } catch (IOException e) {
                remark("strongpost: " + e);
            }
        }
    }

    /** Writes a line of the answer. */
    public void print(String line) {
        out.println(line);
    }

    /** Writes the answer for programs: maps, lists, strings, numbers, booleans. */
    public void printJson(Object document) {
        out.println(JsonWriter.of(document));
    }

    /** Writes a table, as wide as the window at most. */
    public void print(TextTable table) {
        table.lines(terminal.width()).forEach(this::print);
    }

    /** Writes a remark that is no part of the answer, to standard error. */
    public void remark(String line) {
        out.flush();
        err.println(line);
        err.flush();
    }

    /** Writes several remarks. */
    public void remarks(List<String> lines) {
        lines.forEach(this::remark);
    }

    /** Returns what colours the answer, if anything does. */
    public AnsiStyle ink() {
        return new AnsiStyle(terminal.isColoured());
    }

    /** Returns the columns of the window; empty without a terminal. */
    public OptionalInt width() {
        return terminal.width();
    }

    /** Returns the clock. */
    public Clock clock() {
        return clock;
    }

    /** Returns that variable of the environment; empty when it is not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    /** Asks for a password without showing it; empty without a terminal to ask on. */
    public Optional<char[]> askPassword(String question) {
        return prompt.apply(question);
    }

    /**
     * Returns what {@code work} comes to; says on a terminal what is being done when it takes longer than two seconds.
     */
    public <T, E extends Exception> T during(String what, Work<T, E> work) throws E {
        if (!terminal.showsProgress()) {
            return work.run();
        }
        Progress progress = Progress.start(err, what);
        try {
            return work.run();
        } finally {
            progress.close();
        }
    }
}
