// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

import javax.mail.MessagingException;
import javax.mail.internet.MimeBodyPart;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.EnvId;
import org.apache.mailet.Mail;
import org.apache.mailet.base.DateFormats;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;

import dev.strongpost.james.Addresses;
import dev.strongpost.mailets.bounce.NotificationStyle.Action;
import dev.strongpost.mailets.bounce.NotifiedRecipients.FailedRecipient;

/** The part of a DSN that programs read: {@code message/delivery-status}, RFC 3464 section 2. */
final class DeliveryStatusPart {
    private static final String CONTENT_TYPE = "message/delivery-status";
    // James's SMTP server sets it, as a ZonedDateTime, when DSN is enabled.
    private static final AttributeName ARRIVAL_DATE = AttributeName.of("dsn-arrival-date");
    private static final DateTimeFormatter DATE = DateFormats.RFC822_DATE_FORMAT;

    private final String reportingMta;
    private final Mail mail;
    private final BounceCause report;
    private final Action action;
    private final Instant now;

    DeliveryStatusPart(String reportingMta, Mail mail, BounceCause report, Action action, Instant now) {
        this.reportingMta = reportingMta;
        this.mail = mail;
        this.report = report;
        this.action = action;
        this.now = now;
    }

    /** Returns the part: one group about the message, one about each of {@code recipients}. */
    MimeBodyPart about(ImmutableList<FailedRecipient> recipients) throws MessagingException {
        StringBuilder groups = new StringBuilder(messageFields());
        recipients.forEach(recipient -> groups.append(recipientFields(recipient)));
        MimeBodyPart part = BytesPart.of(CONTENT_TYPE, groups.toString().getBytes(StandardCharsets.US_ASCII));
        part.setDescription("Delivery status");
        return part;
    }

    // RFC 3464 section 2.2, in the order of the grammar there.
    private String messageFields() {
        return new FieldBlock()
                .add("Original-Envelope-Id", envelopeId())
                .add("Reporting-MTA", "dns; " + reportingMta)
                .add("Arrival-Date", arrivalDate())
                .asString();
    }

    private Optional<String> envelopeId() {
        return mail.dsnParameters()
                .flatMap(DsnParameters::getEnvIdParameter)
                .map(EnvId::asString)
                .map(Xtext::decode);
    }

    private Optional<String> arrivalDate() {
        return mail.getAttribute(ARRIVAL_DATE)
                .map(Attribute::getValue)
                .map(value -> (Object) value.value())
                .filter(ZonedDateTime.class::isInstance)
                .map(date -> DATE.format((ZonedDateTime) date));
    }

    // RFC 3464 section 2.3, in the order of the grammar there.
    private String recipientFields(FailedRecipient recipient) {
        return new FieldBlock()
                .add("Original-Recipient", recipient.originalAddress().map(DeliveryStatusPart::typed))
                .add("Final-Recipient", typed(recipient.address()))
                .add("Action", action.word())
                .add("Status", status())
                .add("Remote-MTA", report.remoteMta().map(name -> "dns; " + name))
                .add("Diagnostic-Code", diagnosticCode())
                .add("Last-Attempt-Date", DATE.format(lastAttempt().atZone(ZoneOffset.UTC)))
                .asString();
    }

    // RFC 3463 section 2: class 4 for what may still succeed, whatever it would be called in the end.
    private String status() {
        String status = report.status().asString();
        return action == Action.DELAYED ? "4" + status.substring(1) : status;
    }

    private static String typed(MailAddress address) {
        return typed(Addresses.asString(address));
    }

    // RFC 6533 section 3: an address beyond ASCII is of type utf-8.
    private static String typed(String address) {
        return (CharMatcher.ascii().matchesAllOf(address) ? "rfc822; " : "utf-8; ") + address;
    }

    // RFC 3464 section 2.3.6: type smtp is for what an SMTP server said, from its code on.
    private String diagnosticCode() {
        return (report.reply().isPresent() ? "smtp; " : "x-strongpost; ") + report.text();
    }

    private Instant lastAttempt() {
        return Optional.ofNullable(mail.getLastUpdated())
                .map(date -> date.toInstant())
                .orElse(now);
    }
}
