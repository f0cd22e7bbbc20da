// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.io.IOException;

import javax.net.ssl.SSLContext;

/** STARTTLS (RFC 3207), as it should be and with every fault of {@link HandshakeFault}. */
final class StartTlsStep {
    private static final String GARBAGE = "\u0000\u0001this is no TLS record\r\n";

    private final Conversation conversation;

    StartTlsStep(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Returns whether the conversation goes on inside TLS. */
    boolean run() throws IOException {
        if (!conversation.behaviour().isStartTlsOffered() || conversation.isSecured()) {
            conversation.reply("502", "5.5.1", "no STARTTLS here");
            return false;
        }
        if (!conversation.replyAt(Stage.STARTTLS, "220", "2.0.0", "go ahead")) {
            return false;
        }
        if (conversation.wire().hasUnreadInput()) {
            conversation.wire().transcript().note("input came behind STARTTLS before the 220");
        }
        misbehave(conversation.behaviour().handshakeFault());
        shakeHands();
        return true;
    }

    private void misbehave(HandshakeFault fault) throws IOException {
        ReceiverWire wire = conversation.wire();
        switch (fault) {
            case NONE -> wire.flush();
            case GARBAGE -> {
                wire.flush();
                wire.inject(GARBAGE);
                wire.stall();
                throw new ConnectionEnded();
            }
            case CUT_AT_ONCE -> {
                wire.flush();
                throw cut();
            }
            case CUT_AFTER_CLIENT_HELLO -> {
                wire.flush();
                wire.readTlsRecord();
                throw cut();
            }
            case STALL -> {
                wire.stall();
                throw new ConnectionEnded();
            }
            case INJECT_IN_SAME_SEGMENT -> wire.inject(conversation.behaviour().injected());
            case INJECT_IN_NEXT_SEGMENT -> {
                wire.awaitInput();
                wire.inject(conversation.behaviour().injected());
            }
        }
    }

    private ConnectionEnded cut() throws IOException {
        conversation.wire().cut();
        return new ConnectionEnded();
    }

    private void shakeHands() throws IOException {
        ReceiverBehaviour behaviour = conversation.behaviour();
        SSLContext context =
                behaviour.tls().orElseThrow(() -> new IllegalStateException("STARTTLS offered without a TLS context"));
        try {
            conversation.wire().startTls(context, behaviour);
        } catch (IOException e) {
            // An alert, or a client that left in the middle: whichever of the two reaches this side first.
            conversation.wire().transcript().note("handshake failed: " + e.getMessage());
            throw conversation.end();
        }
    }
}
