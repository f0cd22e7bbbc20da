// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.protocol.SmtpReply;

/**
 * Leaves a gateway alone for five minutes after it refused our password: to repeat that with each mail locks accounts.
 * A wrong password is this server's mistake, to be mended, and no reason to bounce the mail of others.
 */
final class GatewayPause {
    private static final Logger LOGGER = LoggerFactory.getLogger(GatewayPause.class);
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<Destination, Refusal> refusals = new ConcurrentHashMap<>();

    private static final class Refusal {
        private final SmtpReply reply;
        private final Instant until;

        private Refusal(SmtpReply reply, Instant until) {
            this.reply = reply;
            this.until = until;
        }
    }

    GatewayPause(Clock clock) {
        this.clock = clock;
    }

    /** Takes in the {@code reply} to AUTH, and returns that for the mail unless it is a yes. */
    Optional<SmtpReply> authenticated(Destination gateway, SmtpReply reply) {
        if (reply.code() == 235) {
            refusals.remove(gateway);
            return Optional.empty();
        }
        SmtpReply forMail = SmtpReply.ours(454, "4.7.0 authentication at the gateway failed: " + reply);
        if (!reply.isPermanent()) {
            return Optional.of(forMail);
        }
        Refusal now = new Refusal(forMail, clock.instant().plus(PAUSE));
        Refusal before = refusals.put(gateway, now);
        if (before == null || !isInForce(before)) {
            LOGGER.error(
                    "the gateway {} refuses gatewayUsername and gatewayPassword ({}): no mail to it for {} minutes",
                    gateway,
                    reply,
                    PAUSE.toMinutes());
        }
        return Optional.of(forMail);
    }

    private boolean isInForce(Refusal refusal) {
        return clock.instant().isBefore(refusal.until);
    }

    /** Returns the reply for a mail to a gateway that is left alone now. */
    Optional<SmtpReply> refusalOf(Destination gateway) {
        return Optional.ofNullable(refusals.get(gateway))
                .filter(this::isInForce)
                .map(refusal -> refusal.reply);
    }
}
