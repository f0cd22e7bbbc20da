package dev.strongpost.mailets;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.transport.mailets.remote.delivery.DeliveryRunnable;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.james.Words;
import dev.strongpost.mailets.delivery.DeliveryEvents;
import dev.strongpost.policy.decision.FailureReason;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsVerdict;

/**
 * Counts what all TlsRemoteDelivery mailets of this James do, by James's metrics, so that it appears on James's endpoint for
 * Prometheus. {@code docs/metrics.md} lists the names. Every metric is there from the start, at zero.
 *
 * <p>Durations go to James's registry itself: a {@code TimeMetric} of {@code MetricFactory} only measures from now, and a
 * mail may have been queued before this James was started.
 */
@Singleton
public final class DeliveryMetrics implements DeliveryEvents {
    private final Metric outgoingMails;
    private final Metric attempts;
    private final Metric accept;
    private final ImmutableMap<FailureReason, Metric> failed;
    private final Metric testingFailures;
    private final ImmutableMap<String, Metric> accepted;
    private final Metric handshakesFull;
    private final Metric handshakesResumed;
    private final Metric handshakesFailed;
    private final Timer handshakeTime;
    private final Metric connectionsOpened;
    private final Metric connectionsReused;
    private final AtomicInteger connectionsOpen = new AtomicInteger();
    private final Timer queueToAccept;

    /** Made by James. */
    @Inject
    public DeliveryMetrics(MetricFactory metrics, GaugeRegistry gauges, MetricRegistry registry) {
        this.outgoingMails = metrics.generate(DeliveryRunnable.OUTGOING_MAILS);
        this.attempts = metrics.generate("strongpost.attempts");
        this.accept = metrics.generate("strongpost.verdict.accept");
        this.failed = EnumSet.allOf(FailureReason.class).stream()
                .collect(toImmutableMap(
                        reason -> reason, reason -> metrics.generate("strongpost.verdict." + Words.of(reason))));
        this.testingFailures = metrics.generate("strongpost.testing.failures");
        this.accepted = Stream.concat(
                        Stream.of(Words.CLEAR), Stream.of(TlsProtocol.values()).map(Words::of))
                .collect(toImmutableMap(word -> word, word -> metrics.generate("strongpost.accepted." + word)));
        this.handshakesFull = metrics.generate("strongpost.handshakes.full");
        this.handshakesResumed = metrics.generate("strongpost.handshakes.resumed");
        this.handshakesFailed = metrics.generate("strongpost.handshakes.failed");
        this.handshakeTime = registry.timer("strongpost.handshake.seconds");
        this.connectionsOpened = metrics.generate("strongpost.connections.opened");
        this.connectionsReused = metrics.generate("strongpost.connections.reused");
        this.queueToAccept = registry.timer("strongpost.queueToAccept.seconds");
        gauges.register("strongpost.connections.open", connectionsOpen::get);
    }

    @Override
    public void attempted() {
        attempts.increment();
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
    public void handshake(boolean resumed, long nanos) {
        (resumed ? handshakesResumed : handshakesFull).increment();
        handshakeTime.update(Duration.ofNanos(nanos));
    }

    @Override
    public void handshakeFailed() {
        handshakesFailed.increment();
    }

    @Override
    public void connectionOpened() {
        connectionsOpened.increment();
        connectionsOpen.incrementAndGet();
    }

    @Override
    public void connectionReused() {
        connectionsReused.increment();
    }

    @Override
    public void connectionClosed() {
        connectionsOpen.decrementAndGet();
    }

    @Override
    public void accepted(TlsEvidence evidence, Optional<Duration> sinceQueued) {
        Optional.ofNullable(accepted.get(Words.of(evidence))).ifPresent(Metric::increment);
        sinceQueued.ifPresent(queueToAccept::update);
    }

    @Override
    public void delivered() {
        outgoingMails.increment();
    }
}
