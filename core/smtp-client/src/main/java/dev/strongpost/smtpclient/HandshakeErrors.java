// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.policy.decision.HandshakeFailure;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;

/** Reads the errors of a TLS handshake as JSSE words them: there is no other way to ask it. */
final class HandshakeErrors {
    private static final String RECEIVED = "Received fatal alert: ";

    /** The alerts of RFC 8446 section 6.2 by which a peer says that the two sides have no version or suite in common. */
    private static final ImmutableSet<String> NO_COMMON_GROUND =
            ImmutableSet.of("handshake_failure", "protocol_version", "insufficient_security");

    /** What JSSE says when the host chose a version or suite that was not offered. */
    private static final String NOT_ACCEPTED = "is not accepted by client preferences";

    /** What JSSE says when it has no version or suite left to offer. */
    private static final String NOTHING_TO_OFFER = "No appropriate protocol";

    private static final CharMatcher ALERT =
            CharMatcher.inRange('a', 'z').or(CharMatcher.is('_')).or(CharMatcher.inRange('0', '9'));
    private static final int LONGEST_ALERT = 40;

    private HandshakeErrors() {}

    /** Returns how a full handshake failed before its end. */
    static HandshakeFailure read(Throwable failure) {
        Throwable root = ErrorDescriptions.root(failure);
        String why = ErrorDescriptions.describe(root);
        if (!(root instanceof SSLException)
                || root instanceof NotSslRecordException
                || root instanceof SslHandshakeTimeoutException) {
            return HandshakeFailure.broken(why);
        }
        // Newer JDKs write the alert in front of both: (handshake_failure) Received fatal alert: handshake_failure.
        String message = String.valueOf(root.getMessage());
        int received = message.indexOf(RECEIVED);
        if (received >= 0) {
            return received(message.substring(received + RECEIVED.length()).trim(), why);
        }
        HandshakeFailure ours = HandshakeFailure.ours(ourAlert(message), why);
        return message.contains(NOT_ACCEPTED) ? ours.proven() : ours;
    }

    private static HandshakeFailure received(String alert, String why) {
        HandshakeFailure failure = HandshakeFailure.alert(alert, why);
        return NO_COMMON_GROUND.contains(alert) ? failure.proven() : failure;
    }

    /** Newer JDKs write the alert that they send in front: {@code (protocol_version) The server selected ...}. */
    private static Optional<String> ourAlert(String message) {
        int end = message.indexOf(')');
        boolean hasAlert = message.startsWith("(")
                && end > 1
                && end <= LONGEST_ALERT
                && ALERT.matchesAllOf(message.substring(1, end));
        return hasAlert ? Optional.of(message.substring(1, end)) : Optional.empty();
    }

    /** Tells whether the failure is this side's own: there is nothing that it could offer. */
    static boolean isOwnFault(Throwable failure) {
        Throwable root = ErrorDescriptions.root(failure);
        return root instanceof IllegalArgumentException
                || (root instanceof SSLException
                        && String.valueOf(root.getMessage()).contains(NOTHING_TO_OFFER));
    }

    /** Tells whether a connection that was to carry its first reply inside TLS ended as by a refusal. */
    static boolean isRefusal(Throwable failure) {
        Throwable root = ErrorDescriptions.root(failure);
        return root instanceof SSLException
                || root instanceof ClosedChannelException
                || ErrorDescriptions.isReset(root);
    }

    /** Tells whether the peer said nothing for too long: another handshake would take as long. */
    static boolean isTimeout(Throwable failure) {
        Throwable root = ErrorDescriptions.root(failure);
        return root instanceof TimeoutException || root instanceof SslHandshakeTimeoutException;
    }
}
