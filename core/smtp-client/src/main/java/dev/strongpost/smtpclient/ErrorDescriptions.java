// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import dev.strongpost.smtpclient.protocol.SmtpReply;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;

/** What went wrong on a connection, in words for an administrator. */
public final class ErrorDescriptions {
    private ErrorDescriptions() {}

    /** Returns the failure inside the wrappings that futures and handlers put around it. */
    public static Throwable root(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause != null && isWrapping(failure) ? root(cause) : failure;
    }

    private static boolean isWrapping(Throwable failure) {
        return failure instanceof CompletionException
                || failure instanceof DecoderException
                || failure instanceof HostUnreachableException;
    }

    /** Returns one line without control characters. It names no command and no content. */
    public static String describe(Throwable failure) {
        Throwable root = root(failure);
        if (root instanceof ConnectTimeoutException || root instanceof TimeoutException) {
            return "timed out";
        }
        if (root instanceof ConnectException) {
            return "connection refused";
        }
        if (root instanceof ClosedChannelException || isReset(root)) {
            return "connection closed by the peer";
        }
        if (root instanceof NotSslRecordException) {
            return "the peer sent something else than TLS";
        }
        return SmtpReply.clean(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
    }

    /**
     * Tells whether the peer was gone while something was on its way to it. Which of the words it is depends on timing.
     */
    static boolean isReset(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof IOException
                && (message.startsWith("Connection reset") || message.startsWith("Broken pipe"));
    }

    /**
     * Returns the message of an {@link HostUnreachableException}, which names the host, or else what {@link #describe}
     * says.
     */
    public static String message(Throwable failure) {
        Throwable outer =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return outer instanceof HostUnreachableException
                ? SmtpReply.clean(String.valueOf(outer.getMessage()))
                : describe(outer);
    }

    /** Returns {@code failure} as that of a host that cannot be reached; empty when it is one inside this server. */
    public static Optional<HostUnreachableException> unreachable(Throwable failure) {
        return Stream.of(failure, failure.getCause())
                .filter(HostUnreachableException.class::isInstance)
                .map(HostUnreachableException.class::cast)
                .findFirst();
    }
}
