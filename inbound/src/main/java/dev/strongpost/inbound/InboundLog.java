// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import java.util.Optional;
import java.util.function.LongSupplier;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.inbound.connection.InboundConnection;
import dev.strongpost.inbound.rules.InboundDecision;
import dev.strongpost.text.Sanitizer;
import io.netty.handler.ssl.NotSslRecordException;

/**
 * The lines about inbound mail, under the logger {@code dev.strongpost.inbound}: one for each decision about a sender
 * or a recipient, and at most one for each connection that fails; those that a stranger can provoke without end have a
 * {@link LogRateLimiter}. Never content, never more of what a client wrote than {@link Sanitizer} lets through.
 */
final class InboundLog {
    private static final Logger LOGGER = LoggerFactory.getLogger("dev.strongpost.inbound");

    private final LogRateLimiter failures;

    InboundLog(LongSupplier nanoTime) {
        this.failures = new LogRateLimiter(nanoTime);
    }

    /** Logs that a connection was ended: a handshake that failed, or a connection that broke. */
    void failed(InboundConnection connection, Throwable why) {
        failed(connection, inWords(why));
    }

    private static String inWords(Throwable why) {
        if (why instanceof NotSslRecordException) {
            // Its message holds what was sent, which may be a password.
            return "what it sent is no TLS";
        }
        return Optional.ofNullable(why.getMessage()).map(Sanitizer::clean).orElseGet(() -> why.getClass()
                .getSimpleName());
    }

    /** Logs that a connection was ended for the reason {@code why}: the first reason alone. */
    void failed(InboundConnection connection, String why) {
        if (connection.fail()) {
            write(connection, why);
        }
    }

    private void write(InboundConnection connection, String why) {
        failures.take()
                .ifPresent(withheld -> LOGGER.info(
                        "client={} port={} refused: {}{}",
                        connection.client(),
                        connection.port(),
                        why,
                        withheld == 0 ? "" : " (and " + withheld + " lines like it before were withheld)"));
    }

    /** Logs what was decided about a sender. */
    void judged(InboundConnection connection, MaybeSender sender, InboundDecision judgement) {
        judged(connection, "from=<" + sender.asString("") + ">", judgement);
    }

    /** Logs what was decided about a recipient. */
    void judged(InboundConnection connection, MaybeSender sender, MailAddress recipient, InboundDecision judgement) {
        judged(connection, "from=<" + sender.asString("") + "> to=<" + recipient.asString() + ">", judgement);
    }

    private void judged(InboundConnection connection, String whom, InboundDecision judgement) {
        LOGGER.info(
                "client={} port={} {} tls=\"{}\" rule=\"{}\" verdict=\"{}\"{}",
                connection.client(),
                connection.port(),
                Sanitizer.clean(whom),
                connection.evidence(),
                judgement.describeRules(),
                judgement,
                judgement.reason().isEmpty() ? "" : " reason=\"" + judgement.reason() + "\"");
        judgement
                .inTesting()
                .forEach(failure -> LOGGER.warn(
                        "client={} port={} {} rule=\"{}\" in testing, would have failed: {} ({})",
                        connection.client(),
                        connection.port(),
                        Sanitizer.clean(whom),
                        failure.requirement().rule(),
                        failure.reply(),
                        failure.detail()));
    }
}
