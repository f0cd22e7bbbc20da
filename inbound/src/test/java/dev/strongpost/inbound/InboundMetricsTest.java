// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.dropwizard.DropWizardGaugeRegistry;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;

import com.codahale.metrics.MetricRegistry;

import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.policy.decision.TlsDecision;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.decision.TlsSession;
import dev.strongpost.policy.decision.TlsVerdict;
import dev.strongpost.testkit.Checkout;
import io.prometheus.client.dropwizard.DropwizardExports;

class InboundMetricsTest {
    private final RecordingMetricFactory factory = new RecordingMetricFactory();
    private final MetricRegistry registry = new MetricRegistry();
    private final GaugeRegistry gauges = new DropWizardGaugeRegistry(registry);
    private final InboundMetrics metrics = new InboundMetrics(factory, gauges, registry);

    @Test
    void dashboardAndAlertsShouldAskForMetricsThatThereAre() throws Exception {
        MetricRegistry all = new MetricRegistry();
        InboundMetrics unused =
                new InboundMetrics(new DropWizardMetricFactory(all), new DropWizardGaugeRegistry(all), all);
        Set<String> exported = new DropwizardExports(all)
                .collect().stream()
                        .flatMap(family -> family.samples.stream())
                        .map(sample -> sample.name)
                        .filter(name -> !name.endsWith("_count"))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named("docs/grafana-dashboard.json")).isEqualTo(exported);
        assertThat(named("docs/prometheus-alerts.yml")).isNotEmpty().allSatisfy(name -> assertThat(exported)
                .contains(name));
    }

    private static Set<String> named(String file) throws Exception {
        return Pattern.compile("strongpost_inbound_\\w+")
                .matcher(Files.readString(Checkout.file(file)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private int count(String name) {
        return factory.countFor("strongpost.inbound." + name);
    }

    @Test
    void eventsShouldBeCountedUnderTheNamesOfTheManual() throws Exception {
        TlsRequirement requirement =
                TlsRequirement.builder(TlsLevel.ENCRYPT).inbound().build();
        TlsVerdict refused = TlsDecision.decide(requirement, TlsEvidence.notOffered());

        metrics.handshake(Duration.ofMillis(5));
        metrics.handshakeFailed();
        metrics.refusedInClear();
        metrics.refusedWithoutCertificate();
        metrics.injected();
        metrics.judged(refused);
        metrics.judged(TlsDecision.decide(TlsRequirement.builtInMay(), TlsEvidence.notOffered()));
        metrics.wouldHaveFailed(refused.failure().orElseThrow());
        metrics.accepted(TlsEvidence.session(
                TlsSession.of(TlsProtocol.TLSV1_3, "TLS_AES_256_GCM_SHA384", PeerIdentity.notPresented())));

        List<String> counters = List.of(
                "handshakes.done",
                "handshakes.failed",
                "refused.clear",
                "refused.certificate",
                "refused.injection",
                "verdict.accept",
                "testing.failures");
        assertThat(counters).allSatisfy(name -> assertThat(count(name)).isEqualTo(1));
        assertThat(count("verdict.starttls-not-offered")).isEqualTo(1);
        assertThat(count("accepted.tlsv1-3")).isEqualTo(1);
        assertThat(registry.timer("strongpost.inbound.handshake.seconds").getCount())
                .isEqualTo(1);
        assertThat(Files.readString(Checkout.file("docs/inbound.md")))
                .contains(counters.stream()
                        .map(name -> "| `strongpost.inbound." + name + "` |")
                        .toList());
    }
}
