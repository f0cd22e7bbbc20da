// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.annotation.Nullable;

/**
 * What becomes of mail on one connection: accept, defer or reject. Reject is for a proven failure of a rule that does
 * not defer; any other failure defers. Immutable.
 */
public final class TlsVerdict {
    private static final TlsVerdict ACCEPT = new TlsVerdict(null);

    @Nullable
    private final TlsFailure failure;

    private TlsVerdict(@Nullable TlsFailure failure) {
        this.failure = failure;
    }

    static TlsVerdict accept() {
        return ACCEPT;
    }

    static TlsVerdict failed(TlsFailure failure) {
        return new TlsVerdict(failure);
    }

    /** Tells whether mail may cross the connection. */
    public boolean isAccepted() {
        return failure == null;
    }

    /** Tells whether mail may not cross, and is tried again. */
    public boolean isDeferred() {
        return failure != null
                && (!failure.isProven() || failure.requirement().failure().isDefer());
    }

    /** Tells whether mail may not cross, and trying this host again is no use. */
    public boolean isRejected() {
        return !isAccepted() && !isDeferred();
    }

    /** Returns how the connection fell short; empty when accepted. */
    public Optional<TlsFailure> failure() {
        return Optional.ofNullable(failure);
    }

    /** Returns what one of the three functions makes of this verdict. */
    public <T> T fold(Supplier<T> onAccept, Function<TlsFailure, T> onDefer, Function<TlsFailure, T> onReject) {
        if (failure == null) {
            return onAccept.get();
        }
        return isDeferred() ? onDefer.apply(failure) : onReject.apply(failure);
    }

    @Override
    public String toString() {
        return fold(() -> "accept", why -> "defer: " + why, why -> "reject: " + why);
    }
}
