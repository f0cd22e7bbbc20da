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
import dev.strongpost.policy.rule.ExpiringRule;
import reactor.core.publisher.Mono;

/**
 * Tells James's health checks how the policy tables fare. James makes it when {@code healthcheck.properties} names it:
 *
 * <pre>{@code
 * additional.healthchecks=dev.strongpost.james.PolicyHealthCheck
 * }</pre>
 *
 * <p>Degraded, with the first mistake, while the content of a table's file is not what is in force, because it was
 * refused: mail still goes by the rules of before. Degraded also, with the rule, from 14 days before the {@code until=}
 * of a rule in force. Never unhealthy: James would not have started without a table.
 */
public final class PolicyHealthCheck implements HealthCheck {
    /** What James calls this check, in its answers and as {@code /healthcheck/checks/TlsPolicy}. */
    public static final ComponentName NAME = new ComponentName("TlsPolicy");

    private final PolicyTables tables;

    /** Made by James. */
    @Inject
    public PolicyHealthCheck(PolicyTables tables) {
        this.tables = tables;
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
        return tables.all().stream()
                .map(LivePolicyTable::status)
                .flatMap(health -> cause(health).stream())
                .findFirst()
                .map(cause -> Result.degraded(NAME, cause))
                .orElseGet(() -> Result.healthy(NAME));
    }

    private static Optional<String> cause(PolicyHealth health) {
        return health.error()
                .map(first -> "the rules of before stay in force, for " + first)
                .or(() -> health.expiring().map(ExpiringRule::toString));
    }
}
