// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;

/** The way from the bytes of a file to a table that can be asked. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ParseBenchmark {
    /** The rules of the table. */
    @Param({"1000", "1000000"})
    int rules = 1000;

    private final PolicyTableParser parser = PolicyTableParser.forThisJvm();
    private byte[] text = new byte[0];

    /** Writes the table. */
    @Setup
    public void setUp() {
        text = SampleRules.text(rules);
    }

    /** Loads it. */
    @Benchmark
    public PolicyTable load() throws PolicyException {
        return parser.parse("tls-policy.conf", text);
    }
}
