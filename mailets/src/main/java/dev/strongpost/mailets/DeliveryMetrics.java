// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.transport.mailets.remote.delivery.DeliveryRunnable;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import com.google.common.base.Ticker;

import dev.strongpost.james.CertificateDays;
import dev.strongpost.james.VerdictMetrics;
import dev.strongpost.mailets.delivery.DeliveryEvents;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsVerdict;

/**
 * Counts what all TlsRemoteDelivery mailets of this James do, by James's metrics, so that it appears on James's
 * endpoint for Prometheus. {@code docs/metrics.md} lists the names. Every metric is there from the start, at zero.
 *
 * <p>Durations go to James's registry itself: a {@code TimeMetric} of {@code MetricFactory} only measures from now, and
 * a mail may have been queued before this James was started.
 */
@Singleton
public final class DeliveryMetrics implements DeliveryEvents {
    private final Metric outgoingMails;
    private final Metric attempts;
    private final VerdictMetrics verdicts;
    private final Metric handshakesFull;
    private final Metric handshakesResumed;
    private final Metric handshakesFailed;
    private final Timer handshakeTime;
    private final Metric connectionsOpened;
    private final Metric connectionsReused;
    private final AtomicInteger connectionsOpen = new AtomicInteger();
    private final Timer queueToAccept;
    private final RuleCounters undeliverable;
    private final GaugeRegistry gauges;
    private final CertificateDays certificates = new CertificateDays();

    /** Made by James. */
    @Inject
    public DeliveryMetrics(MetricFactory metrics, GaugeRegistry gauges, MetricRegistry registry) {
        this.outgoingMails = metrics.generate(DeliveryRunnable.OUTGOING_MAILS);
        this.attempts = metrics.generate("strongpost.attempts");
        this.verdicts = new VerdictMetrics(metrics, "strongpost.");
        this.handshakesFull = metrics.generate("strongpost.handshakes.full");
        this.handshakesResumed = metrics.generate("strongpost.handshakes.resumed");
        this.handshakesFailed = metrics.generate("strongpost.handshakes.failed");
        this.handshakeTime = registry.timer("strongpost.handshake.seconds");
        this.connectionsOpened = metrics.generate("strongpost.connections.opened");
        this.connectionsReused = metrics.generate("strongpost.connections.reused");
        this.queueToAccept = registry.timer("strongpost.queueToAccept.seconds");
        this.undeliverable = new RuleCounters(metrics, "strongpost.undeliverable.");
        this.gauges = gauges;
        gauges.register("strongpost.connections.open", connectionsOpen::get);
        gauges.register("strongpost.client-certificate.days", certificates::left);
    }

    /** Shows how long those certificates are valid. */
    void show(ClientCertificates presented) {
        certificates.show(presented, presented::daysLeft);
    }

    /** Shows that no more. */
    void hide(ClientCertificates presented) {
        certificates.hide(presented);
    }

    /** Shows how many mails wait in that queue, where James can count them. */
    void show(MailQueue queue) {
        if (queue instanceof ManageableMailQueue) {
            QueueLength length = new QueueLength((ManageableMailQueue) queue, Ticker.systemTicker());
            gauges.register("strongpost.queue.length." + queue.getName().asString(), length::get);
        }
    }

    @Override
    public void undeliverable(Optional<String> rule) {
        undeliverable.count(rule);
    }

    @Override
    public void attempted() {
        attempts.increment();
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
        verdicts.accepted(evidence);
        sinceQueued.ifPresent(queueToAccept::update);
    }

    @Override
    public void delivered() {
        outgoingMails.increment();
    }
}
