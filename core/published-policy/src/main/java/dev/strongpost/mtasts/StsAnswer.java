// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import java.util.Optional;

/** What is known of a domain's policy: one that holds, that it has none, or that it could not be found out. Immutable. */
public final class StsAnswer {
    private static final StsAnswer NONE = new StsAnswer(Optional.empty(), Optional.empty(), Optional.empty());

    private final Optional<StoredPolicy> policy;
    private final Optional<String> failure;
    private final Optional<String> remark;

    private StsAnswer(Optional<StoredPolicy> policy, Optional<String> failure, Optional<String> remark) {
        this.policy = policy;
        this.failure = failure;
        this.remark = remark;
    }

    /** Returns that there is no policy. */
    public static StsAnswer none() {
        return NONE;
    }

    /** Returns that there is no policy, since none could be fetched: {@code why}. */
    static StsAnswer notFetched(String why) {
        return new StsAnswer(Optional.empty(), Optional.empty(), Optional.of(why));
    }

    static StsAnswer of(StoredPolicy policy) {
        return new StsAnswer(Optional.of(policy), Optional.empty(), Optional.empty());
    }

    static StsAnswer temporary(String why) {
        return new StsAnswer(Optional.empty(), Optional.of(why), Optional.empty());
    }

    /** Returns the policy that holds; empty when there is none, or {@link #isTemporary}. */
    public Optional<StoredPolicy> policy() {
        return policy;
    }

    /** Tells whether it could not be found out whether there is one: mail waits then. */
    public boolean isTemporary() {
        return failure.isPresent();
    }

    /** Returns why it could not be found out. */
    public Optional<String> failure() {
        return failure;
    }

    /** Returns why a policy that the domain announces could not be fetched, so that there is none. */
    public Optional<String> remark() {
        return remark;
    }

    @Override
    public String toString() {
        return failure.orElseGet(() -> policy.map(found -> found.policy().toString())
                .orElse("none" + remark.map(why -> ", " + why).orElse("")));
    }
}
