// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.micro;

import java.util.List;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of this package, as {@code benchmarks/run micro} does. */
public final class Micro {
    private static final String QUICK = "--quick";
    private static final String OURS = "\\.micro\\.";
    private static final int RULES = 1_000_000;
    private static final String HEAP = "-Xmx1g";

    private Micro() {}

    /**
     * Runs them all: {@code --quick} in less than a minute, with no option as the figures in docs/performance.md were
     * measured. Other options are JMH's, and leave out what is not JMH's.
     */
    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments);
        if (options.isEmpty()) {
            new Runner(usual().build()).run();
            LoadReport.print(RULES, LoadReport.run(RULES, 5));
        } else if (options.equals(List.of(QUICK))) {
            new Runner(quick().build()).run();
            LoadReport.print(RULES, LoadReport.run(RULES, 1));
        } else {
            new Runner(new CommandLineOptions(arguments)).run();
        }
    }

    private static ChainedOptionsBuilder usual() {
        return new OptionsBuilder()
                .include(OURS)
                .addProfiler(GCProfiler.class)
                .jvmArgs(HEAP)
                .forks(3)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1));
    }

    // Each fork loads a table of its own: a tenth of the rules is what fits in a minute.
    private static ChainedOptionsBuilder quick() {
        return new OptionsBuilder()
                .include(OURS + "(Lookup|Decision|Matcher)")
                .param("rules", "100000")
                .param("recipients", "4096")
                .jvmArgs(HEAP)
                .forks(1)
                .warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(2)
                .measurementTime(TimeValue.milliseconds(500));
    }
}
