// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Objects;
import java.util.Optional;

import javax.annotation.Nullable;

/**
 * What happens to mail whose rule no host satisfies, or which comes in without satisfying its rule: the {@code
 * failure=} of the policy table. Immutable.
 */
public final class FailureAction {
    private static final FailureAction BOUNCE = new FailureAction("bounce", null);
    private static final FailureAction DEFER = new FailureAction("defer", null);

    private final String word;

    @Nullable
    private final String processor;

    private FailureAction(String word, @Nullable String processor) {
        this.word = word;
        this.processor = processor;
    }

    /** Returns the action that sends the mail back at once, or refuses it for good; the default. */
    public static FailureAction bounce() {
        return BOUNCE;
    }

    /** Returns the action that tries again on the mailet's schedule and bounces when that ends, or refuses for now. */
    public static FailureAction defer() {
        return DEFER;
    }

    /** Returns the action that hands the mail to the James processor called {@code name}. */
    public static FailureAction processor(String name) {
        return new FailureAction("processor:" + name, name);
    }

    /** Tells whether the mail is tried again. */
    public boolean isDefer() {
        return equals(DEFER);
    }

    /** Returns the processor that gets the mail; empty for the other two actions. */
    public Optional<String> processor() {
        return Optional.ofNullable(processor);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FailureAction && word.equals(((FailureAction) other).word);
    }

    @Override
    public int hashCode() {
        return Objects.hash(word);
    }

    /** Returns the words of the policy table: {@code processor:quarantine}. */
    @Override
    public String toString() {
        return word;
    }
}
