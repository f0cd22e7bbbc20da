// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.live;

import java.util.Optional;

import javax.annotation.Nullable;

import dev.strongpost.policy.rule.Degradation;
import dev.strongpost.policy.rule.PolicyError;
import dev.strongpost.policy.rule.PolicyException;

/**
 * How a {@link LivePolicyTable} is: all well, or degraded because the file as it is now was not taken, because the table
 * has lost most of its rules, or because time or an update of Java has done something to a rule, or does soon. Either way
 * a table is active. Immutable.
 */
public final class PolicyHealth {
    private static final PolicyHealth OK = new PolicyHealth("", null, null);

    private final String cause;

    @Nullable
    private final PolicyError error;

    @Nullable
    private final Degradation degradation;

    private PolicyHealth(String cause, @Nullable PolicyError error, @Nullable Degradation degradation) {
        this.cause = cause;
        this.error = error;
        this.degradation = degradation;
    }

    static PolicyHealth ok() {
        return OK;
    }

    static PolicyHealth refused(PolicyException why) {
        PolicyError first = why.errors().get(0);
        int others = why.errors().size() - 1;
        String more = others == 0 ? "" : " (and " + others + " more)";
        return new PolicyHealth("policy table not reloaded, keeping the current one: " + first + more, first, null);
    }

    static PolicyHealth shrunk(TableShrinkage shrinkage) {
        return new PolicyHealth(shrinkage.toString(), null, null);
    }

    static PolicyHealth degraded(Degradation first) {
        return new PolicyHealth(first.toString(), null, first);
    }

    /** Tells whether there is nothing to be done. */
    public boolean isOk() {
        return equals(OK);
    }

    /** Returns why it is degraded, in one line; nothing when it is not. */
    public String cause() {
        return cause;
    }

    /** Returns the first mistake of the file that was not taken; empty when it was. */
    public Optional<PolicyError> error() {
        return Optional.ofNullable(error);
    }

    /**
     * Returns what has happened to an active rule, or happens soon; empty when nothing does, or {@link #error} is there.
     */
    public Optional<Degradation> degradation() {
        return Optional.ofNullable(degradation);
    }

    /** Returns {@code OK}, or {@code DEGRADED: } and the cause, in one line. */
    @Override
    public String toString() {
        return isOk() ? "OK" : "DEGRADED: " + cause;
    }
}
