// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;

import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeBodyPart;
import javax.mail.internet.MimeMessage;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;

import dev.strongpost.mailets.bounce.NotifiedRecipients.FailedRecipient;

/** Writes the DSN for a mail (RFC 3464). Holds what is the same for all of them. */
public final class BounceMessage {
    private static final CharMatcher MESSAGE_ID = CharMatcher.inRange('!', '~');

    private final NotificationStyle style;
    private final MailAddress author;
    private final String machine;
    private final Clock clock;

    /**
     * Makes a writer of DSNs.
     *
     * @param author who the DSN is from
     * @param machine the name of this server, for {@code Reporting-MTA}
     */
    public BounceMessage(NotificationStyle style, MailAddress author, String machine, Clock clock) {
        this.style = style;
        this.author = author;
        this.machine = machine;
        this.clock = clock;
    }

    /**
     * Returns the DSN about {@code recipients}, addressed to {@code sender}. The mail is only read.
     *
     * @throws MessagingException when the mail's message cannot be read
     */
    public MimeMessage about(Mail mail, MailAddress sender, ImmutableList<FailedRecipient> recipients)
            throws MessagingException {
        MimeMessage message = new MimeMessage(session());
        address(message, sender);
        message.setSubject(style.prefix() + " " + BounceRenderer.subject(mail), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        // RFC 3834 section 5: so that no vacation notice answers it.
        message.setHeader("Auto-Submitted", "auto-replied");
        refer(message, mail.getMessage());
        setContent(message, parts(mail, recipients));
        message.saveChanges();
        return message;
    }

    // The mail API takes the right side of the Message-ID from mail.from; else it is the name of the machine, or
    // localhost.
    private Session session() {
        Properties properties = new Properties();
        properties.setProperty("mail.from", author.asString());
        return Session.getInstance(properties);
    }

    private void address(MimeMessage message, MailAddress sender) throws MessagingException {
        message.setFrom(new InternetAddress(author.asString()));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(sender.asString()));
    }

    // RFC 5322 section 3.6.4, as in an answer: mail programs then show the DSN beside the message.
    private static void refer(MimeMessage message, MimeMessage original) throws MessagingException {
        String id =
                Optional.ofNullable(original.getMessageID()).map(String::trim).orElse("");
        if (id.startsWith("<") && id.endsWith(">") && isToken(id)) {
            message.setHeader("In-Reply-To", id);
            message.setHeader("References", id);
        }
    }

    private static boolean isToken(String id) {
        return id.length() <= FieldBlock.LIMIT && MESSAGE_ID.matchesAllOf(id);
    }

    private ReportMultipart parts(Mail mail, ImmutableList<FailedRecipient> recipients) throws MessagingException {
        BounceCause report = BounceCause.of(mail);
        ReportMultipart parts = new ReportMultipart();
        parts.addBodyPart(textPart(mail, recipients));
        parts.addBodyPart(
                new DeliveryStatusPart(machine, mail, report, style.action(), clock.instant()).about(recipients));
        Optional<MimeBodyPart> returned = ReturnedContent.of(mail, style.attachment());
        if (returned.isPresent()) {
            parts.addBodyPart(returned.get());
        }
        return parts;
    }

    private MimeBodyPart textPart(Mail mail, ImmutableList<FailedRecipient> recipients) throws MessagingException {
        ImmutableList<MailAddress> addresses =
                recipients.stream().map(FailedRecipient::address).collect(ImmutableList.toImmutableList());
        MimeBodyPart part = new MimeBodyPart();
        part.setText(style.text().about(mail, addresses, machine, author), StandardCharsets.UTF_8.name());
        return part;
    }

    private static void setContent(MimeMessage message, ReportMultipart parts) throws MessagingException {
        message.setContent(parts);
        // RFC 2045 section 6.4: a multipart is 8bit as soon as one of its parts is.
        if (parts.isEightBit()) {
            message.setHeader("Content-Transfer-Encoding", "8bit");
        }
    }
}
