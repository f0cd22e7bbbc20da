// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLException;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.text.Sanitizer;
import io.netty.handler.ssl.NotSslRecordException;

/** Why a connection ended, in words that an administrator understands. */
final class ConnectionFailure {
    private static final String ALERT = "fatal alert: ";
    private static final String NOT_ACCEPTED = "the client does not accept the certificate of this server";

    /** RFC 8446 section 6.2: the alerts that a client sends, and what it means by them. */
    private static final ImmutableMap<String, String> ALERTS = ImmutableMap.<String, String>builder()
            .put("unknown_ca", NOT_ACCEPTED)
            .put("bad_certificate", NOT_ACCEPTED)
            .put("certificate_unknown", NOT_ACCEPTED)
            .put("certificate_expired", NOT_ACCEPTED)
            .put("certificate_revoked", NOT_ACCEPTED)
            .put("unsupported_certificate", NOT_ACCEPTED)
            .put("protocol_version", "the client accepts no TLS version of this server")
            .put("handshake_failure", "the client and this server have no cipher suite or version in common")
            .put("insufficient_security", "the client wants a stronger cipher suite")
            .put("close_notify", "the client ended the handshake")
            .put("user_canceled", "the client ended the handshake")
            .build();

    /** What the JDK's own engine says when it ends the handshake. */
    private static final ImmutableMap<String, String> OWN = ImmutableMap.of(
            "no cipher suites in common", "the client offers no cipher suite of this server",
            "Client requested protocol", "the client offers no TLS version of this server",
            "is not enabled or supported in server context", "the client offers no TLS version of this server",
            "Empty client certificate chain", "the client has no certificate, and one is required",
            "Empty server certificate chain", "the client has no certificate, and one is required",
            "Illegal server name", "the client asks for a server name that is no host name");

    private ConnectionFailure() {}

    /** Returns the words, in one line; the alert of the client is behind them. */
    static String describe(Throwable why) {
        List<Throwable> chain = Throwables.getCausalChain(why);
        if (chain.stream().anyMatch(NotSslRecordException.class::isInstance)) {
            return "what it sent is no TLS"; // the message holds what was sent, which may be a password
        }
        return chain.stream()
                .map(ConnectionFailure::known)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> certificate(chain))
                .orElseGet(() -> message(innermost(chain)));
    }

    private static Optional<String> known(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        int alert = message.indexOf(ALERT);
        if (alert >= 0 && cause instanceof SSLException) {
            String name = message.substring(alert + ALERT.length()).trim();
            return Optional.of(Optional.ofNullable(ALERTS.get(name)).orElse("the client ended the handshake")
                    + " (alert " + Sanitizer.clean(name) + ")");
        }
        if (cause instanceof ClosedChannelException) {
            return Optional.of("the client closed the connection");
        }
        return OWN.entrySet().stream()
                .filter(words -> message.contains(words.getKey()))
                .map(java.util.Map.Entry::getValue)
                .findFirst();
    }

    private static Optional<String> certificate(List<Throwable> chain) {
        return chain.stream()
                .filter(CertificateException.class::isInstance)
                .findFirst()
                .map(cause -> "the certificate of the client is not trusted: " + message(cause));
    }

    /** What broke the connection itself says more than what was made of it. */
    private static Throwable innermost(List<Throwable> chain) {
        return chain.stream()
                .filter(IOException.class::isInstance)
                .reduce((outer, inner) -> inner)
                .orElse(chain.get(chain.size() - 1));
    }

    private static String message(Throwable cause) {
        return Optional.ofNullable(cause.getMessage()).map(Sanitizer::clean).orElseGet(() -> cause.getClass()
                .getSimpleName());
    }
}
