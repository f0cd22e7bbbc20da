// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.pool;

import java.util.concurrent.CompletableFuture;

import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.ReusableConnection;
import dev.strongpost.smtpclient.TlsProfile;

/** A connection without a wire: what the pool asks of it a test says, and what the pool does with it a test can see. */
final class FakeConnection implements ReusableConnection {
    private final Destination destination;
    private final TlsProfile profile;

    boolean open = true;
    boolean used;
    boolean spent;
    boolean needsReset;
    CompletableFuture<Void> reset = CompletableFuture.completedFuture(null);
    boolean quit;

    FakeConnection(Destination destination, TlsProfile profile) {
        this.destination = destination;
        this.profile = profile;
    }

    @Override
    public Destination destination() {
        return destination;
    }

    @Override
    public TlsProfile profile() {
        return profile;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isUsed() {
        return used;
    }

    @Override
    public boolean isSpent() {
        return spent;
    }

    @Override
    public boolean needsReset() {
        return needsReset;
    }

    @Override
    public CompletableFuture<Void> reset() {
        return reset;
    }

    @Override
    public void quit() {
        quit = true;
    }
}
