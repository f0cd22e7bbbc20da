package dev.strongpost.james;

import javax.inject.Inject;

import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.PolicyError;
import dev.strongpost.policy.PolicyException;
import reactor.core.publisher.Mono;

/**
 * Tells James's health checks how the policy tables fare. James makes it when {@code healthcheck.properties} names it:
 *
 * <pre>{@code
 * additional.healthchecks=dev.strongpost.james.PolicyHealthCheck
 * }</pre>
 *
 * <p>Degraded, with the first mistake, while the content of a table's file is not what is in force, because it was refused:
 * mail still goes by the rules of before. Never unhealthy: James would not have started without a table.
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
                .flatMap(table -> table.lastError().stream())
                .findFirst()
                .map(refused -> Result.degraded(NAME, describe(refused)))
                .orElseGet(() -> Result.healthy(NAME));
    }

    private static String describe(PolicyException refused) {
        ImmutableList<PolicyError> errors = refused.errors();
        String more = errors.size() == 1 ? "" : ", and " + (errors.size() - 1) + " more";
        return "the rules of before stay in force, for " + errors.get(0) + more;
    }
}
