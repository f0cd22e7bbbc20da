// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableList;

import dev.strongpost.james.TlsMailAttributes;
import dev.strongpost.mailets.bounce.BounceMessage;
import dev.strongpost.mailets.bounce.NotificationMail;
import dev.strongpost.mailets.bounce.NotificationStyle;
import dev.strongpost.mailets.bounce.NotifiedRecipients;
import dev.strongpost.mailets.bounce.NotifiedRecipients.FailedRecipient;

/**
 * Tells the sender of a mail, once, that it has waited for some time and is still being tried (RFC 3461 section 4.1,
 * RFC 3464, {@code Action: delayed}). One notification for each reason, and never one that mixes delays and failures:
 * some programs that read them see the first action alone.
 */
final class DelayNotices {
    private static final Logger LOGGER = LoggerFactory.getLogger(DelayNotices.class);

    private final MailetContext context;
    private final Duration after;
    private final Supplier<String> machine;
    private final Clock clock;

    /**
     * Prepares notices.
     *
     * @param after how long a mail waits before its sender is told; zero for never
     * @param machine finds the name of this server
     */
    DelayNotices(MailetContext context, Duration after, Supplier<String> machine, Clock clock) {
        this.context = context;
        this.after = after;
        this.machine = machine;
        this.clock = clock;
    }

    /** Tells the sender of {@code mail}, if it is time. It is not worth an attempt at delivery: nothing is thrown. */
    void about(Mail mail, Map<DeliveryFailure, Collection<MailAddress>> waiting) {
        if (!isDue(mail)) {
            return;
        }
        waiting.forEach((failure, recipients) -> {
            try {
                Copies.send(mail, recipients, copy -> notice(mail.getName(), copy, failure));
            } catch (MessagingException | RuntimeException e) {
                LOGGER.error("mail={} its sender could not be told of the delay", mail.getName(), e);
            }
        });
        mail.setAttribute(new Attribute(TlsMailAttributes.DELAY_NOTIFIED, AttributeValue.of(true)));
    }

    private boolean isDue(Mail mail) {
        return !after.isZero()
                && mail.hasSender()
                && mail.getAttribute(TlsMailAttributes.DELAY_NOTIFIED).isEmpty()
                && QueueTime.since(mail, clock.instant())
                        .filter(waited -> waited.compareTo(after) >= 0)
                        .isPresent();
    }

    private void notice(String name, Mail copy, DeliveryFailure failure) throws MessagingException {
        OutcomeAttributes.failed(copy, failure);
        ImmutableList<FailedRecipient> recipients = NotifiedRecipients.ofDelay(copy);
        if (recipients.isEmpty()) {
            return;
        }
        MailAddress sender = copy.getMaybeSender().get();
        BounceMessage message =
                new BounceMessage(NotificationStyle.delayed(), context.getPostmaster(), machine.get(), clock);
        String notification = NotificationMail.send(context, message.about(copy, sender, recipients), sender);
        LOGGER.info("mail={} waits notification={}", name, notification);
    }
}
