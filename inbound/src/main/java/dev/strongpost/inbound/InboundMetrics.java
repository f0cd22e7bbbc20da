// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import java.time.Duration;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;

import dev.strongpost.inbound.connection.InboundEvents;
import dev.strongpost.james.CertificateDays;
import dev.strongpost.james.VerdictMetrics;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsVerdict;

/**
 * Counts what the hooks of all listeners of this James do, by James's metrics. {@code docs/metrics.md} lists the names.
 * Every metric is there from the start, at zero. Thread-safe.
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
    private final VerdictMetrics verdicts;
    private final CertificateDays certificates = new CertificateDays();

    /** Made by James. */
    @Inject
    public InboundMetrics(MetricFactory metrics, GaugeRegistry gauges, MetricRegistry registry) {
        this.handshakesDone = metrics.generate(PREFIX + "handshakes.done");
        this.handshakesFailed = metrics.generate(PREFIX + "handshakes.failed");
        this.handshakeTime = registry.timer(PREFIX + "handshake.seconds");
        this.refusedInClear = metrics.generate(PREFIX + "refused.clear");
        this.refusedWithoutCertificate = metrics.generate(PREFIX + "refused.certificate");
        this.injected = metrics.generate(PREFIX + "refused.injection");
        this.verdicts = new VerdictMetrics(metrics, PREFIX);
        gauges.register(PREFIX + "certificate.days", certificates::left);
    }

    /** Shows how long the certificates of that listener are valid. */
    void show(InboundListener listener) {
        certificates.show(listener, listener::daysLeft);
    }

    /** Shows that no more. */
    void hide(InboundListener listener) {
        certificates.hide(listener);
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
        verdicts.judged(verdict);
    }

    @Override
    public void wouldHaveFailed(TlsFailure failure) {
        verdicts.wouldHaveFailed();
    }

    @Override
    public void accepted(TlsEvidence evidence) {
        verdicts.accepted(evidence);
    }
}
