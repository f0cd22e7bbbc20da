// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.util.Optional;

import javax.inject.Inject;

import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;

import dev.strongpost.policy.live.LivePolicyTable;
import dev.strongpost.policy.live.PolicyHealth;
import dev.strongpost.policy.wiring.WiringFinding;
import dev.strongpost.policy.wiring.WiringFinding.Severity;
import reactor.core.publisher.Mono;

/**
 * Tells James's health checks how the policy tables fare. James makes it when {@code healthcheck.properties} names it:
 *
 * <pre>{@code
 * additional.healthchecks=dev.strongpost.james.PolicyHealthCheck
 * }</pre>
 *
 * <p>Unhealthy while no table is loaded, or while this James is set up so that mail can pass a rule: {@code strongpost
 * config check} says the same; and while no mail is delivered, or none to signed domains, since a queue has ended or the
 * name servers can prove nothing. Degraded, with the first mistake, while the content of a table's file is not active
 * because it was rejected: mail still goes by the rules of before. Degraded also while a table has lost most of its
 * rules, or names a processor that James lacks, from 14 days before the {@code until=} of an active rule or the end of a
 * trust anchor, while this Java lacks a cipher suite that a rule names, and while a certificate that a listener or a rule ({@code client-cert=}) presents has expired, cannot be used, or is due for renewal.
 */
public final class PolicyHealthCheck implements HealthCheck {
    /** What James calls this check, in its answers and as {@code /healthcheck/checks/TlsPolicy}. */
    public static final ComponentName NAME = new ComponentName("TlsPolicy");

    private final PolicyTables tables;
    private final PresentedCertificates certificates;
    private final RunningFaults faults;

    /** Made by James. */
    @Inject
    public PolicyHealthCheck(PolicyTables tables, PresentedCertificates certificates, RunningFaults faults) {
        this.tables = tables;
        this.certificates = certificates;
        this.faults = faults;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromSupplier(this::result);
    }

    private Result result() {
        if (tables.all().isEmpty()) {
            return Result.unhealthy(
                    NAME, "no policy table is loaded: neither TlsRemoteDelivery nor InboundTls is configured");
        }
        return finding(Severity.PROBLEM)
                .or(faults::first)
                .map(problem -> Result.unhealthy(NAME, problem))
                .or(() -> table().map(cause -> Result.degraded(NAME, cause)))
                .or(() -> finding(Severity.FAULT).map(fault -> Result.degraded(NAME, fault)))
                .or(() -> certificates.findings().stream().findFirst().map(finding -> Result.degraded(NAME, finding)))
                .orElseGet(() -> Result.healthy(NAME));
    }

    private Optional<String> finding(Severity severity) {
        return tables.wiringFindings().stream()
                .filter(finding -> finding.severity() == severity)
                .map(WiringFinding::toString)
                .findFirst();
    }

    private Optional<String> table() {
        return tables.all().stream()
                .map(LivePolicyTable::status)
                .filter(status -> !status.isOk())
                .map(PolicyHealth::cause)
                .findFirst();
    }
}
