// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.strongpost.benchmarks.drain.Big;
import dev.strongpost.benchmarks.drain.BlackHoles;
import dev.strongpost.benchmarks.drain.Drain;
import dev.strongpost.benchmarks.drain.Latency;
import dev.strongpost.benchmarks.drain.Published;
import dev.strongpost.benchmarks.drain.Reconnect;
import dev.strongpost.benchmarks.drain.Spread;
import dev.strongpost.benchmarks.drain.Threads;
import dev.strongpost.benchmarks.postfix.PostfixDrain;
import dev.strongpost.benchmarks.process.WorkDirectory;

/** The benchmarks by name, as {@code benchmarks/run} calls them. */
public final class Benchmarks {
    private static final List<Benchmark> ALL = List.of(
            new Benchmark("drain", "a full queue of 10 000 for one destination", Drain::run),
            new Benchmark("latency", "one destination 50 ms away", Latency::run),
            new Benchmark("spread", "200 destinations 50 ms away, 50 messages each", Spread::run),
            new Benchmark("blackholes", "1 000 destinations, 5 % of which never answer", BlackHoles::run),
            new Benchmark("threads", "1 000 connections open at a time", Threads::run),
            new Benchmark("big", "messages of 25 MB, and the heap they take", Big::run),
            new Benchmark("reconnect", "short connections, and how many resume a session", Reconnect::run),
            new Benchmark("published", "2 000 destinations, and what they publish looked up", Published::run),
            new Benchmark(
                    "postfix",
                    "the drain, beside Postfix; benchmarks/postfix looks first whether there is one",
                    PostfixDrain::run));

    /** What a benchmark does: it prints what it finds. */
    @FunctionalInterface
    private interface Body {
        void run(Options options) throws Exception;
    }

    private record Benchmark(String name, String what, Body body) {}

    private Benchmarks() {}

    /**
     * Runs the benchmark named first, with the options that follow. The exit status is 2 when these are wrong, 1 when
     * it could not be done.
     */
    public static void main(String[] arguments) {
        int status = 0;
        try {
            Benchmark benchmark = named(arguments);
            Options options = Options.parse(List.of(arguments).subList(1, arguments.length));
            benchmark.body().run(options);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            status = 2;
        } catch (Exception e) {
            e.printStackTrace();
            System.err.println("The logs of the processes are in " + WorkDirectory.get());
            status = 1;
        }
        System.exit(status);
    }

    private static Benchmark named(String[] arguments) {
        Optional<Benchmark> named = ALL.stream()
                .filter(benchmark -> arguments.length > 0 && benchmark.name().equals(arguments[0]))
                .findFirst();
        return named.orElseThrow(() -> new IllegalArgumentException(usage()));
    }

    private static String usage() {
        return ALL.stream()
                .map(benchmark -> String.format(Locale.ROOT, "  %-17s %s", benchmark.name(), benchmark.what()))
                .collect(Collectors.joining(
                        "\n",
                        "usage: benchmarks/run NAME [OPTION...]\n",
                        "\n  micro             JMH, with its options instead of these\n" + Options.USAGE));
    }
}
