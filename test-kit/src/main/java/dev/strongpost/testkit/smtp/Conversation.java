// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What every part of a conversation needs: the wire, the behaviour of this moment, and replies that faults replace. */
final class Conversation {
    private final ReceiverWire wire;
    private final Supplier<ReceiverBehaviour> behaviour;
    private final CountDownLatch closing;

    Conversation(ReceiverWire wire, Supplier<ReceiverBehaviour> behaviour, CountDownLatch closing) {
        this.wire = wire;
        this.behaviour = behaviour;
        this.closing = closing;
    }

    ReceiverWire wire() {
        return wire;
    }

    ReceiverBehaviour behaviour() {
        return behaviour.get();
    }

    boolean offers(Capability capability) {
        return behaviour().capabilities().contains(capability);
    }

    boolean isSecured() {
        return wire.transcript().tls().isPresent();
    }

    /** Replies with code, enhanced code (RFC 2034; left out when not offered) and text. */
    void reply(String code, String enhanced, String text) throws IOException {
        send(compose(code, enhanced, text));
    }

    /**
     * Replies so, or does what the behaviour has in store for the stage. Returns whether the reply was of that class.
     */
    boolean replyAt(Stage stage, String code, String enhanced, String text) throws IOException {
        return replyOr(behaviour().faultAt(stage), compose(code, enhanced, text));
    }

    /**
     * Replies so, or does what the fault says. Returns whether the reply was of the same class, so the client goes on.
     */
    boolean replyOr(Optional<Fault> fault, String normal) throws IOException {
        if (fault.isEmpty()) {
            send(normal);
            return true;
        }
        String reply = fault.get().reply().orElse(null);
        if (reply == null) {
            suffer(fault.get());
            return false;
        }
        send(reply);
        endAfter421(reply);
        return reply.charAt(0) == normal.charAt(0);
    }

    /** Ends the conversation in good order. */
    ConnectionEnded end() throws IOException {
        wire.flush();
        wire.close();
        return new ConnectionEnded();
    }

    private void suffer(Fault fault) throws IOException {
        wire.transcript().note(fault.toString());
        if (fault.isDrop()) {
            wire.cut();
        } else {
            wire.stall();
        }
        throw new ConnectionEnded();
    }

    // RFC 5321 section 3.8: 421 says that the channel closes.
    private void endAfter421(String reply) throws IOException {
        if (reply.startsWith("421")) {
            throw end();
        }
    }

    String compose(String code, String enhanced, String text) {
        return code + " " + (offers(Capability.ENHANCEDSTATUSCODES) ? enhanced + " " : "") + text;
    }

    private void send(String reply) throws IOException {
        delay();
        wire.reply(reply);
    }

    private void delay() throws IOException {
        long delay = behaviour().replyDelay().toMillis();
        if (delay == 0) {
            return;
        }
        wire.flush();
        try {
            if (closing.await(delay, TimeUnit.MILLISECONDS)) {
                throw new ConnectionEnded();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionEnded();
        }
    }
}
