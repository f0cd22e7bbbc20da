package dev.strongpost.mailets.delivery;

import java.util.ArrayList;
import java.util.List;

import org.apache.james.core.Domain;
import org.apache.james.core.MaybeSender;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.Mail;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.TlsRequirement;
import io.netty.handler.codec.smtp.SmtpCommand;
import io.netty.handler.codec.smtp.SmtpRequest;

/** The recipients of one mail that go to one domain under one requirement, in one transaction. */
final class Shipment {
    private final Mail mail;
    private final MailContent content;
    private final Domain domain;
    private final TlsRequirement requirement;
    private final ImmutableList<Recipient> recipients;

    Shipment(Mail mail, MailContent content, Domain domain, TlsRequirement requirement, List<Recipient> recipients) {
        this.mail = mail;
        this.content = content;
        this.domain = domain;
        this.requirement = requirement;
        this.recipients = ImmutableList.copyOf(recipients);
    }

    /** Returns the mail. Its own list of recipients may be longer. */
    Mail mail() {
        return mail;
    }

    /** Returns the content of the mail. */
    MailContent content() {
        return content;
    }

    /** Returns the domain to find the hosts of. Through a gateway, that of the first recipient. */
    Domain domain() {
        return domain;
    }

    /** Returns what the policy asks for these recipients. */
    TlsRequirement requirement() {
        return requirement;
    }

    /** Returns the recipients, at least one. */
    ImmutableList<Recipient> recipients() {
        return recipients;
    }

    /** Tells whether an address of the envelope needs SMTPUTF8 (RFC 6531 section 3.4). */
    boolean needsSmtpUtf8() {
        return !SmtpWords.isAscii(senderPath())
                || recipients.stream().anyMatch(recipient -> !SmtpWords.isAscii(recipient.toString()));
    }

    /** Returns the MAIL command for a server with {@code capabilities}: SIZE, 8BITMIME, DSN and SMTPUTF8 as it has them. */
    SmtpRequest mailCommand(Capabilities capabilities, MessageBody body) {
        List<CharSequence> parameters = new ArrayList<>();
        parameters.add(SmtpWords.path("FROM:", senderPath()));
        if (capabilities.has("SIZE")) {
            parameters.add("SIZE=" + body.size());
        }
        if (body.isEightBit() && capabilities.has("8BITMIME")) {
            parameters.add("BODY=8BITMIME");
        }
        if (capabilities.has("DSN")) {
            mail.dsnParameters().ifPresent(dsn -> addDsn(dsn, parameters));
        }
        if (needsSmtpUtf8()) {
            parameters.add("SMTPUTF8");
        }
        return SmtpWords.command(SmtpCommand.MAIL, parameters);
    }

    private static void addDsn(DsnParameters dsn, List<CharSequence> parameters) {
        dsn.getRetParameter().ifPresent(ret -> parameters.add("RET=" + ret));
        dsn.getEnvIdParameter().ifPresent(id -> parameters.add("ENVID=" + id.asString()));
    }

    private String senderPath() {
        MaybeSender sender = mail.getMaybeSender();
        return sender.isNullSender() ? "" : sender.asString("");
    }
}
