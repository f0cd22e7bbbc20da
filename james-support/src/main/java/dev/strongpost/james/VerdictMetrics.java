// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

import com.google.common.collect.ImmutableMap;

import dev.strongpost.policy.decision.FailureReason;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsVerdict;

/**
 * Counts verdicts by reason, and accepted mail by TLS version, for one direction. {@code docs/metrics.md} lists the
 * names. Every metric is there from the start, at zero. Thread-safe.
 */
public final class VerdictMetrics {
    private static final String CLEAR = "clear";

    private final Metric accept;
    private final ImmutableMap<FailureReason, Metric> failed;
    private final Metric testingFailures;
    private final ImmutableMap<String, Metric> accepted;

    /**
     * Creates the metrics.
     *
     * @param prefix of their names: {@code strongpost.inbound.}
     */
    public VerdictMetrics(MetricFactory metrics, String prefix) {
        this.accept = metrics.generate(prefix + "verdict.accept");
        this.failed = EnumSet.allOf(FailureReason.class).stream()
                .collect(toImmutableMap(
                        reason -> reason, reason -> metrics.generate(prefix + "verdict." + reason.word())));
        this.testingFailures = metrics.generate(prefix + "testing.failures");
        this.accepted = Stream.concat(
                        Stream.of(CLEAR), Stream.of(TlsProtocol.values()).map(VerdictMetrics::word))
                .collect(toImmutableMap(word -> word, word -> metrics.generate(prefix + "accepted." + word)));
    }

    private static String word(TlsProtocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Counts the verdict of a rule that is enforced, or that found no failure. */
    public void judged(TlsVerdict verdict) {
        verdict.failure()
                .flatMap(failure -> Optional.ofNullable(failed.get(failure.reason())))
                .orElse(accept)
                .increment();
    }

    /** Counts a failure under a rule in testing. */
    public void wouldHaveFailed() {
        testingFailures.increment();
    }

    /** Counts a mail that was accepted over a connection that gave {@code evidence}. */
    public void accepted(TlsEvidence evidence) {
        String word =
                evidence.session().map(session -> word(session.protocol())).orElse(CLEAR);
        Optional.ofNullable(accepted.get(word)).ifPresent(Metric::increment);
    }
}
