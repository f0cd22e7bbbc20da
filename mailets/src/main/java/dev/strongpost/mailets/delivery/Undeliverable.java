package dev.strongpost.mailets.delivery;

import java.util.Collection;
import java.util.Optional;

import javax.mail.MessagingException;
import javax.mail.SendFailedException;

import org.apache.james.core.MailAddress;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.james.transport.mailets.remote.delivery.RemoteDeliveryConfiguration;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.apache.mailet.ProcessingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.primitives.Ints;

import dev.strongpost.james.TlsMailAttributes;

/**
 * Ends the delivery of a mail to recipients that cannot get it: hands it to the processor that the rule names, to the
 * bounce processor, or has James bounce it.
 *
 * <p>It does what James's {@link Bouncer} does but for one thing: Bouncer only logs when a bounce cannot be stored, and the
 * mail would be lost. Here that is an error.
 */
final class Undeliverable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Undeliverable.class);

    private final RemoteDeliveryConfiguration configuration;
    private final MailetContext context;

    Undeliverable(RemoteDeliveryConfiguration configuration, MailetContext context) {
        this.configuration = configuration;
        this.context = context;
    }

    /**
     * Stores what is to become of {@code mail} for {@code recipients}. A mail without sender is dropped with a line in the
     * log, RFC 5321 section 6.1, unless the rule names a processor.
     *
     * @throws MessagingException when it could not be stored
     */
    void store(Mail mail, Collection<MailAddress> recipients, DeliveryFailure failure) throws MessagingException {
        Optional<String> processor = processor(mail, failure);
        if (processor.isEmpty() && !mail.hasSender()) {
            LOGGER.info(
                    "mail={} to={} dropped, a null sender gets no bounce: {}",
                    mail.getName(),
                    recipients,
                    failure.text());
            return;
        }
        Copies.send(mail, recipients, copy -> {
            describe(copy, failure);
            if (processor.isPresent()) {
                context.sendMail(copy, processor.get());
            } else {
                context.bounce(copy, explanation(copy, failure));
            }
        });
    }

    private Optional<String> processor(Mail mail, DeliveryFailure failure) {
        Optional<String> ofRule = failure.policy()
                .flatMap(policy -> policy.requirement().failure().processor());
        Optional<String> ofBounces = configuration
                .getBounceProcessor()
                .filter(any -> mail.hasSender())
                .map(ProcessingState::getValue);
        return ofRule.or(() -> ofBounces);
    }

    private String explanation(Mail mail, DeliveryFailure failure) {
        // James's text says of a nested exception that the remote server told so.
        MessagingException reason = failure.isReply()
                ? new MessagingException("refused", new SendFailedException(failure.text()))
                : new MessagingException(failure.text());
        return new Bouncer(configuration, context).explanationText(mail, reason);
    }

    private static void describe(Mail mail, DeliveryFailure failure) {
        mail.setAttribute(new Attribute(Bouncer.IS_DELIVERY_PERMANENT_ERROR, AttributeValue.of(failure.isPermanent())));
        set(mail, Bouncer.DELIVERY_ERROR, failure.text());
        replyCode(failure.text())
                .ifPresent(
                        code -> mail.setAttribute(new Attribute(Bouncer.DELIVERY_ERROR_CODE, AttributeValue.of(code))));
        set(mail, TlsMailAttributes.REPLY, failure.text());
        set(mail, TlsMailAttributes.STATUS, failure.status());
        failure.destination().ifPresent(destination -> set(mail, TlsMailAttributes.REMOTE_MTA, destination.hostName()));
        failure.policy().ifPresent(policy -> {
            set(mail, TlsMailAttributes.REQUIRED, policy.requirement().describe());
            set(mail, TlsMailAttributes.OFFERED, policy.offered());
            set(mail, TlsMailAttributes.RULE, policy.requirement().rule());
            policy.requirement().note().ifPresent(note -> set(mail, TlsMailAttributes.NOTE, note));
        });
    }

    private static Optional<Integer> replyCode(String text) {
        return text.length() < 3
                ? Optional.empty()
                : Optional.ofNullable(Ints.tryParse(text.substring(0, 3))).filter(code -> code >= 400 && code < 600);
    }

    private static void set(Mail mail, AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }
}
