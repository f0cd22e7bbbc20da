// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.time.Duration;
import java.util.Optional;

import javax.mail.MessagingException;

import org.apache.james.transport.mailets.remote.delivery.Delay;
import org.apache.james.transport.mailets.remote.delivery.RemoteDeliveryConfiguration;

import com.google.common.base.Splitter;

import dev.strongpost.james.MailetParameters;

/**
 * The check of {@code delayTime}, {@code maxRetries} and {@code maxDnsProblemRetries}. What they amount to is James's
 * arithmetic (its class DelaysAndMaxRetry), which takes any mistake for "5 retries, 6 hours apart".
 */
final class RetrySchedule {
    private static final int MAX_RETRIES = 10_000;
    private static final Duration MAX_DELAY = Duration.ofDays(365);
    private static final String FORM =
            "delays of at most 365 days, as in: 2*5 minutes, 1 hour; " + MAX_RETRIES + " attempts at the most";

    private RetrySchedule() {}

    /** Throws a {@link MessagingException} when one of the parameters is not what it must be. */
    static void check(MailetParameters parameters) throws MessagingException {
        parameters.number(RemoteDeliveryConfiguration.MAX_RETRIES, 0, 0, MAX_RETRIES);
        parameters.number(RemoteDeliveryConfiguration.MAX_DNS_PROBLEM_RETRIES, 0, 0, MAX_RETRIES);
        Optional<String> delays = parameters.text(RemoteDeliveryConfiguration.DELAY_TIME);
        if (delays.isPresent() && !areDelays(delays.get())) {
            throw parameters.wrong(RemoteDeliveryConfiguration.DELAY_TIME, delays.get(), FORM);
        }
    }

    private static boolean areDelays(String text) {
        boolean any = false;
        long attempts = 0;
        for (String item : Splitter.on(',').trimResults().omitEmptyStrings().split(text)) {
            Optional<Delay> delay = parse(item);
            if (delay.isEmpty() || delay.get().getDelayTime().compareTo(MAX_DELAY) > 0) {
                return false;
            }
            any = true;
            attempts += delay.get().getAttempts();
        }
        return any && attempts <= MAX_RETRIES;
    }

    private static Optional<Delay> parse(String item) {
        try {
            return Optional.of(Delay.from(item));
        } catch (MessagingException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
