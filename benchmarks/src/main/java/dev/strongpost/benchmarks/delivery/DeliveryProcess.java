// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.delivery;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.annotation.Nullable;

import com.google.common.base.Preconditions;

import dev.strongpost.benchmarks.process.ChildProcess;
import dev.strongpost.benchmarks.process.CommandLoop;
import dev.strongpost.benchmarks.process.Figures;
import dev.strongpost.benchmarks.process.WorkDirectory;
import dev.strongpost.benchmarks.receiver.Hosts;

/** A mailet that delivers in a process of its own, and, as a main class, that process. */
public final class DeliveryProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChildProcess process;

    private DeliveryProcess(ChildProcess process) {
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param options for its JVM
     * @param parameters of the mailet, besides those that it needs to reach the hosts by TLS
     */
    public static DeliveryProcess start(
            Contender contender, Hosts hosts, List<String> options, Map<String, String> parameters) {
        List<String> arguments = new ArrayList<>(List.of(
                contender.name(),
                String.valueOf(hosts.network()),
                WorkDirectory.get().toString()));
        parameters.forEach((name, value) -> arguments.add(name + "=" + value));
        return new DeliveryProcess(ChildProcess.start(contender.title(), DeliveryProcess.class, options, arguments));
    }

    /** Fills a new queue. */
    public void fill(Load load) {
        process.ask(PATIENCE, "fill", load.toNumbers());
    }

    /** Starts the mailet on the queue; returns {@code at}, in milliseconds of the epoch. */
    public Figures start() {
        return process.ask(PATIENCE, "start");
    }

    /** Returns {@code emptyAt}, 0 when the queue is not empty in time, and {@code bounced}. */
    public Figures awaitEmpty(Duration patience) {
        return process.ask(patience.plus(PATIENCE), "await", patience.toMillis());
    }

    /** Stops the mailet and throws the queue away. */
    public void stop() {
        process.ask(PATIENCE, "stop");
    }

    /** Returns {@code cpu} in nanoseconds, {@code threads}, and {@code peakThreads} since {@link #resetUsage}. */
    public Figures usage() {
        return process.ask(PATIENCE, "usage");
    }

    /** As {@link #usage}, and has the peak begin anew. */
    public Figures resetUsage() {
        return process.ask(PATIENCE, "reset");
    }

    /** Returns the live heap in bytes. */
    public long heap() {
        return process.ask(PATIENCE, "heap").get("heap");
    }

    @Override
    public void close() {
        process.close();
    }

    /** Answers the commands of the parent. */
    public static void main(String[] arguments) throws Exception {
        CommandLoop commands = new CommandLoop();
        Path directory = Path.of(arguments[2]);
        Files.writeString(directory.resolve(Contender.POLICY), "* encrypt\n");
        Server server = new Server(
                Contender.valueOf(arguments[0]),
                new Hosts(Integer.parseInt(arguments[1])),
                directory,
                parameters(arguments));
        commands.on("fill", server::fill)
                .on("start", none -> server.round().start())
                .on("await", numbers -> server.round().awaitEmpty(numbers.get(0)))
                .on("stop", none -> server.stop())
                .on("usage", none -> Usage.now())
                .on("reset", none -> Usage.reset())
                .on("heap", none -> Usage.heap())
                .run(Figures.none());
    }

    private static Map<String, String> parameters(String[] arguments) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 3; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            parameters.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        return parameters;
    }

    /** The process's state: one round at a time. */
    private static final class Server {
        private final Contender contender;
        private final Hosts hosts;
        private final Path directory;
        private final Map<String, String> parameters;
        private @Nullable Round round;

        private Server(Contender contender, Hosts hosts, Path directory, Map<String, String> parameters) {
            this.contender = contender;
            this.hosts = hosts;
            this.directory = directory;
            this.parameters = parameters;
        }

        private Figures fill(List<Long> numbers) throws Exception {
            round = new Round(contender, directory, hosts, parameters);
            round.fill(Load.fromNumbers(numbers));
            return Figures.none();
        }

        private Round round() {
            return Preconditions.checkNotNull(round, "no queue was filled");
        }

        private Figures stop() throws Exception {
            round().stop();
            round = null;
            return Figures.none();
        }
    }
}
