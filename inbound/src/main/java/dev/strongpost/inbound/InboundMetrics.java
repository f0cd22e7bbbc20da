package dev.strongpost.inbound;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.Stream;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.inbound.connection.InboundEvents;
import dev.strongpost.james.Words;
import dev.strongpost.policy.decision.FailureReason;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsVerdict;

/**
 * Counts what the hooks of all listeners of this James do, by James's metrics. {@code docs/metrics.md} lists the names. Every
 * metric is there from the start, at zero. Thread-safe.
 */
@Singleton
public final class InboundMetrics implements InboundEvents {
    private static final String PREFIX = "strongpost.inbound.";

    private final Metric handshakesDone;
    private final Metric handshakesFailed;
    private final Timer handshakeTime;
    private final Metric refusedInClear;
    private final Metric refusedWithoutCertificate;
    private final Metric injected;
    private final Metric accept;
    private final ImmutableMap<FailureReason, Metric> failed;
    private final Metric testingFailures;
    private final ImmutableMap<String, Metric> accepted;

    /** Made by James. */
    @Inject
    public InboundMetrics(MetricFactory metrics, MetricRegistry registry) {
        this.handshakesDone = metrics.generate(PREFIX + "handshakes.done");
        this.handshakesFailed = metrics.generate(PREFIX + "handshakes.failed");
        this.handshakeTime = registry.timer(PREFIX + "handshake.seconds");
        this.refusedInClear = metrics.generate(PREFIX + "refused.clear");
        this.refusedWithoutCertificate = metrics.generate(PREFIX + "refused.certificate");
        this.injected = metrics.generate(PREFIX + "refused.injection");
        this.accept = metrics.generate(PREFIX + "verdict.accept");
        this.failed = EnumSet.allOf(FailureReason.class).stream()
                .collect(toImmutableMap(
                        reason -> reason, reason -> metrics.generate(PREFIX + "verdict." + Words.of(reason))));
        this.testingFailures = metrics.generate(PREFIX + "testing.failures");
        this.accepted = Stream.concat(
                        Stream.of(Words.CLEAR), Stream.of(TlsProtocol.values()).map(Words::of))
                .collect(toImmutableMap(word -> word, word -> metrics.generate(PREFIX + "accepted." + word)));
    }

    @Override
    public void handshake(Duration took) {
        handshakesDone.increment();
        handshakeTime.update(took);
    }

    @Override
    public void handshakeFailed() {
        handshakesFailed.increment();
    }

    @Override
    public void refusedInClear() {
        refusedInClear.increment();
    }

    @Override
    public void refusedWithoutCertificate() {
        refusedWithoutCertificate.increment();
    }

    @Override
    public void injected() {
        injected.increment();
    }

    @Override
    public void judged(TlsVerdict verdict) {
        verdict.failure()
                .flatMap(failure -> Optional.ofNullable(failed.get(failure.reason())))
                .orElse(accept)
                .increment();
    }

    @Override
    public void wouldHaveFailed(TlsFailure failure) {
        testingFailures.increment();
    }

    @Override
    public void accepted(TlsEvidence evidence) {
        Optional.ofNullable(accepted.get(Words.of(evidence))).ifPresent(Metric::increment);
    }
}
