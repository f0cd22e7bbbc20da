// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.net.UnknownHostException;
import java.time.Clock;

import javax.inject.Inject;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableList;

import dev.strongpost.james.TlsMailAttributes;
import dev.strongpost.mailets.bounce.BounceCause;
import dev.strongpost.mailets.bounce.BounceMessage;
import dev.strongpost.mailets.bounce.BounceParameters;
import dev.strongpost.mailets.bounce.NotificationMail;
import dev.strongpost.mailets.bounce.NotifiedRecipients;
import dev.strongpost.mailets.bounce.NotifiedRecipients.FailedRecipient;

/**
 * Tells the sender of a mail that it was not delivered, by a delivery status notification after RFC 3464.
 *
 * <p>Takes the place of James's DSNBounce, which writes the whole error text into the {@code Status} field, where
 * RFC 3464 section 2.3.4 allows a status code only. Understands what {@code TlsRemoteDelivery} leaves on a mail, and
 * what the stock RemoteDelivery and other mailets leave.
 *
 * <p>Parameters, all optional:
 *
 * <ul>
 *   <li>{@code sender} ({@code postmaster} or an address; default {@code postmaster}): who the notification is from.
 *   <li>{@code prefix} (text; default {@code Undeliverable:}): what is put before the original subject.
 *   <li>{@code attachment} ({@code message}, {@code heads} or {@code none}; default {@code message}): how much of the
 *       message is returned. RET of the sender goes before it, save before {@code none}. A message of more than 1 MiB
 *       comes back whole only to RET=FULL.
 *   <li>{@code messageString} (text): opens the part for people.
 *   <li>{@code template} (text): the whole part for people, see {@code docs/bounces.md}. In both, words in brackets
 *       such as {@code [recipients]}, {@code [reply]} and {@code [required]} are filled in.
 *   <li>{@code passThrough} (boolean; default {@code true}): whether the mail goes on to the next mailet.
 *   <li>{@code debug} (boolean; default {@code false}): whether mails that get no notification are logged.
 * </ul>
 *
 * <pre>{@code
 * <processor state="bounces">
 *     <mailet match="All" class="dev.strongpost.mailets.TlsBounce">
 *         <passThrough>false</passThrough>
 *     </mailet>
 * </processor>
 * }</pre>
 *
 * <p>Belongs into the processor that {@code bounceProcessor} of the delivery mailets names.
 *
 * <p>Outcome: one mail to the sender, with the null sender, put on the spool. None for a mail with the null sender (RFC
 * 5321 section 4.5.5) and none about recipients with NOTIFY=NEVER or without FAILURE. When the notification cannot be
 * stored the exception goes up to the mailet container: the mail is never dropped in silence.
 */
public class TlsBounce extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(TlsBounce.class);

    private final DNSService dns;
    private final Clock clock;

    private BounceParameters parameters;

    /** Makes the mailet; James calls this. */
    @Inject
    public TlsBounce(DNSService dns) {
        this(dns, Clock.systemUTC());
    }

    TlsBounce(DNSService dns, Clock clock) {
        this.dns = dns;
        this.clock = clock;
    }

    @Override
    public void init() throws MessagingException {
        checkInitParameters(BounceParameters.names());
        parameters = BounceParameters.from(getMailetConfig());
    }

    @Override
    public String getMailetInfo() {
        return "TlsBounce: tells the sender by RFC 3464 that a mail was not delivered";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        ImmutableList<FailedRecipient> recipients = NotifiedRecipients.of(mail);
        if (mail.hasSender() && !recipients.isEmpty()) {
            send(mail, mail.getMaybeSender().get(), recipients);
        } else if (parameters.debug()) {
            LOGGER.info("mail={} to={} no notification, the sender wants none", mail.getName(), mail.getRecipients());
        }
        if (!parameters.passThrough()) {
            mail.setState(Mail.GHOST);
        }
    }

    private void send(Mail mail, MailAddress sender, ImmutableList<FailedRecipient> recipients)
            throws MessagingException {
        MimeMessage message = writer().about(mail, sender, recipients);
        String notification = NotificationMail.send(getMailetContext(), message, sender);
        LOGGER.warn(
                "mail={} to={} bounced notification={} sender=<{}> status={}",
                AttributeUtils.getValueAndCastFromMail(mail, TlsMailAttributes.MAIL, String.class)
                        .orElse(mail.getName()),
                mail.getRecipients(),
                notification,
                sender.asString(),
                BounceCause.of(mail).status());
    }

    // James makes the mailets before it reads who the postmaster is: not to be asked for in init().
    private BounceMessage writer() {
        MailAddress postmaster = getMailetContext().getPostmaster();
        MailAddress author = parameters.sender().orElse(postmaster);
        return new BounceMessage(parameters.style(), author, machine(postmaster.getDomain()), clock);
    }

    // A bare host name, as containers have, tells the world nothing; the postmaster's domain does.
    private String machine(Domain domain) {
        try {
            String name = dns.getLocalHost().getHostName();
            return name.indexOf('.') > 0 ? name : domain.asString();
        } catch (UnknownHostException e) {
            return domain.asString();
        }
    }
}
