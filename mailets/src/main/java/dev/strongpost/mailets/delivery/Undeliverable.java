// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.james.transport.mailets.remote.delivery.RemoteDeliveryConfiguration;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.apache.mailet.ProcessingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.mailets.bounce.BounceRenderer;
import dev.strongpost.policy.decision.TlsRequirement;

/**
 * Ends the delivery of a mail to recipients that cannot get it: hands it to the processor that the rule names, to the
 * bounce processor, or has James bounce it with the words of {@link BounceRenderer}. A processor that leads back here
 * gets a mail from the same rule once: else it would go round for ever.
 *
 * <p>It does what James's {@link Bouncer} does but for one thing: Bouncer only logs when a bounce cannot be stored, and
 * the mail would be lost. Here that is an error.
 */
final class Undeliverable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Undeliverable.class);

    private static final BounceRenderer TEXT = BounceRenderer.byDefault();

    private final RemoteDeliveryConfiguration configuration;
    private final MailetContext context;
    private final Predicate<String> processors;
    private final DeliveryEvents events;

    /** Takes a way to ask whether James has a processor of a name. */
    Undeliverable(
            RemoteDeliveryConfiguration configuration,
            MailetContext context,
            Predicate<String> processors,
            DeliveryEvents events) {
        this.configuration = configuration;
        this.events = events;
        this.context = context;
        this.processors = processors;
    }

    /**
     * Stores what is to become of {@code mail} for {@code recipients}. A mail without sender is dropped with a line in
     * the log, RFC 5321 section 6.1, unless the rule names a processor.
     *
     * @throws MessagingException when it could not be stored
     */
    void store(Mail mail, Collection<MailAddress> recipients, DeliveryFailure failure) throws MessagingException {
        Optional<String> processor = processor(mail, failure);
        if (processor.isEmpty() && !mail.hasSender()) {
            LOGGER.warn(
                    "mail={} to={} dropped, a null sender gets no bounce: {}",
                    mail.getName(),
                    recipients,
                    failure.text());
            events.undeliverable(cause(failure));
            return;
        }
        Copies.send(mail, recipients, copy -> {
            OutcomeAttributes.failed(copy, failure);
            OutcomeAttributes.copied(copy, mail);
            handingRule(failure)
                    .filter(rule -> processor.equals(rule.failure().processor()))
                    .ifPresent(rule -> OutcomeAttributes.handedOver(copy, rule.rule()));
            if (processor.isPresent()) {
                context.sendMail(copy, processor.get());
            } else {
                context.bounce(copy, explanation(copy));
            }
        });
        events.undeliverable(cause(failure));
    }

    private static Optional<String> cause(DeliveryFailure failure) {
        return failure.policy().map(policy -> policy.requirement().who());
    }

    private Optional<String> processor(Mail mail, DeliveryFailure failure) {
        Optional<TlsRequirement> handsOn = handingRule(failure);
        return handsOn.isPresent() ? ofRule(mail, handsOn.get()) : ofBounces(mail);
    }

    private static Optional<TlsRequirement> handingRule(DeliveryFailure failure) {
        return failure.policy()
                .map(DeliveryFailure.Policy::requirement)
                .filter(requirement -> requirement.failure().processor().isPresent());
    }

    /**
     * Returns the processor that the rule names if James has it, and has not had the mail from the same rule before. A
     * table that was changed while James runs may name one that there is not: the mail is then bounced instead or,
     * where nobody can be told, goes to the processor {@code error}, which James cannot be without.
     */
    private Optional<String> ofRule(Mail mail, TlsRequirement requirement) {
        Optional<String> name = requirement.failure().processor();
        boolean isBack = OutcomeAttributes.wasHandedOver(mail, requirement.rule());
        if (!isBack && name.filter(processors).isPresent()) {
            return name;
        }
        LOGGER.error(
                isBack
                        ? "mail={} rule=\"{}\" has come back from the processor {}, which leads back here: {} instead"
                        : "mail={} rule=\"{}\" names the processor {}, which James does not have: {} instead",
                mail.getName(),
                requirement.rule(),
                name.orElse("-"),
                mail.hasSender() ? "it is bounced" : "it goes to the processor " + Mail.ERROR);
        return mail.hasSender() ? ofBounces(mail) : Optional.of(Mail.ERROR);
    }

    private Optional<String> ofBounces(Mail mail) {
        return configuration
                .getBounceProcessor()
                .filter(any -> mail.hasSender())
                .map(ProcessingState::getValue);
    }

    private String explanation(Mail mail) throws MessagingException {
        return TEXT.about(
                mail, mail.getRecipients(), configuration.getHeloNameProvider().getHeloName(), context.getPostmaster());
    }
}
