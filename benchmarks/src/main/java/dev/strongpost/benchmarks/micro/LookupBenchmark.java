// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.micro;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.strongpost.benchmarks.micro.SampleRules.Recipient;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;

/** One lookup, the level of the answer included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookupBenchmark {
    /** The rules of the table. */
    @Param({"1000", "1000000"})
    int rules = 1000;

    /**
     * How many recipients take turns, a power of two: a few thousand, as a busy server sees them again and again; or so
     * many that what each of them needs has left the caches before its next turn.
     */
    @Param({"4096", "262144"})
    int recipients = 4096;

    private PolicyTable table = PolicyTable.empty();
    private List<Recipient> hits = List.of();
    private List<Recipient> userHits = List.of();
    private List<Recipient> upperCaseHits = List.of();
    private List<Recipient> misses = List.of();
    private int turn;

    /** Loads the table. */
    @Setup
    public void setUp() throws PolicyException {
        table = PolicyTableParser.forThisJvm().parse("tls-policy.conf", SampleRules.text(rules));
        hits = SampleRules.hits(rules, recipients);
        userHits = SampleRules.userHits(rules, recipients);
        upperCaseHits = SampleRules.upperCaseHits(rules, recipients);
        misses = SampleRules.misses(recipients);
    }

    private TlsLevel lookup(List<Recipient> among) {
        turn = (turn + 1) & (recipients - 1);
        Recipient recipient = among.get(turn);
        return table.lookup(recipient.local(), recipient.domain()).level();
    }

    /** Finds the rule for a domain. */
    @Benchmark
    public TlsLevel hit() {
        return lookup(hits);
    }

    /** Finds the rule for a user. */
    @Benchmark
    public TlsLevel userHit() {
        return lookup(userHits);
    }

    /** Finds the rule for a domain written in upper case. */
    @Benchmark
    public TlsLevel upperCaseHit() {
        return lookup(upperCaseHits);
    }

    /** Finds that neither a domain of six labels nor any of its parents has a rule. */
    @Benchmark
    public TlsLevel missOfSixLabels() {
        return lookup(misses);
    }
}
