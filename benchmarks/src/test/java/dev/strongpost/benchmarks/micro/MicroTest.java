// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;

import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.parse.PolicyTableParser;

/** Every benchmark runs, and what it measures does what its name says. How long it takes is nobody's business here. */
class MicroTest {
    private static final int RULES = 1000;
    private static final int RECIPIENTS = 64;

    @Test
    void everyBenchmarkShouldHaveAResult() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("\\.micro\\.")
                        .mode(Mode.SingleShotTime)
                        .param("rules", Integer.toString(RULES))
                        .param("recipients", Integer.toString(RECIPIENTS))
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();

        assertThat(results)
                .extracting(result -> result.getPrimaryResult().getLabel())
                .containsExactlyInAnyOrder(
                        "hit",
                        "userHit",
                        "upperCaseHit",
                        "missOfSixLabels",
                        "accept",
                        "refuse",
                        "load",
                        "recipientRequiresTls",
                        "recipientIn");
    }

    @Test
    void sampleRecipientsShouldHaveTheRulesTheyAreNamedFor() throws Exception {
        PolicyTable table = PolicyTableParser.forThisJvm().parse("tls-policy.conf", SampleRules.text(RULES));

        assertThat(table.size()).isEqualTo(RULES);
        assertThat(SampleRules.hits(RULES, RECIPIENTS)).allSatisfy(recipient -> assertThat(
                        table.lookup(recipient.local(), recipient.domain()).who())
                .isEqualTo(recipient.domain()));
        assertThat(SampleRules.upperCaseHits(RULES, RECIPIENTS)).allSatisfy(recipient -> assertThat(
                        table.lookup(recipient.local(), recipient.domain()).who())
                .isEqualToIgnoringCase(recipient.domain()));
        assertThat(SampleRules.userHits(RULES, RECIPIENTS)).allSatisfy(recipient -> assertThat(
                        table.lookup(recipient.local(), recipient.domain()).who())
                .isEqualTo(recipient.toString()));
        assertThat(SampleRules.misses(RECIPIENTS)).allSatisfy(recipient -> {
            assertThat(recipient.domain().split("\\.")).hasSize(6);
            assertThat(table.match(recipient.local(), recipient.domain())).isEmpty();
        });
    }

    @Test
    void matchersShouldTellRecipientsApart() throws Exception {
        MatcherBenchmark matchers = new MatcherBenchmark();
        matchers.setUp();
        try {
            assertThat(matchers.recipientRequiresTls()).hasSizeBetween(1, 500).allMatch(MicroTest::hasRule);
            assertThat(matchers.recipientIn()).isNotEmpty().allMatch(MicroTest::hasRule);
        } finally {
            matchers.tearDown();
        }
    }

    private static boolean hasRule(MailAddress recipient) {
        return recipient.getDomain().asString().endsWith(".example");
    }

    @Test
    void decisionsShouldBeAsNamed() {
        DecisionBenchmark decisions = new DecisionBenchmark();

        assertThat(decisions.accept().isAccepted()).isTrue();
        assertThat(decisions.refuse().isAccepted()).isFalse();
    }

    @Test
    void lookupsShouldGoOnWhileATableIsLoaded() throws Exception {
        List<LoadReport.Round> rounds = LoadReport.run(RULES, 2);

        assertThat(rounds).hasSize(2).allSatisfy(round -> {
            assertThat(round.load()).isPositive();
            assertThat(round.times().count()).isPositive();
            assertThat(round.times().percentile(50))
                    .isBetween(0, (int) Math.min(100_000, round.times().longest()));
        });
    }

    @Test
    void levelOfHitShouldBeThatOfItsRule() throws Exception {
        LookupBenchmark lookups = new LookupBenchmark();
        lookups.setUp();

        assertThat(lookups.hit()).isNotNull();
        assertThat(lookups.missOfSixLabels()).isEqualTo(TlsLevel.MAY);
    }
}
