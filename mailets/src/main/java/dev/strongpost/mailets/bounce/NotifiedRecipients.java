// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.util.EnumSet;
import java.util.Optional;

import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.Mail;

import com.google.common.collect.ImmutableList;

/** The recipients of a mail whose failure its sender wants to hear of. */
public final class NotifiedRecipients {
    private NotifiedRecipients() {}

    /** Returns them in the order of the mail; empty when the sender asked for silence about all. */
    public static ImmutableList<FailedRecipient> of(Mail mail) {
        return of(mail, Notify.FAILURE);
    }

    /** Returns the recipients of whose delay the sender wants to hear; those that say nothing of it, too. */
    public static ImmutableList<FailedRecipient> ofDelay(Mail mail) {
        return of(mail, Notify.DELAY);
    }

    private static ImmutableList<FailedRecipient> of(Mail mail, Notify about) {
        Optional<DsnParameters> dsn = mail.dsnParameters();
        return mail.getRecipients().stream()
                .map(address -> new FailedRecipient(address, parameters(dsn, address)))
                .filter(recipient -> recipient.wantsReport(about))
                .collect(ImmutableList.toImmutableList());
    }

    private static Optional<RecipientDsnParameters> parameters(Optional<DsnParameters> dsn, MailAddress address) {
        return dsn.flatMap(
                parameters -> Optional.ofNullable(parameters.getRcptParameters().get(address)));
    }

    /** One recipient, and what the sender said of it in RCPT TO (RFC 3461 section 4). */
    public static final class FailedRecipient {
        private final MailAddress address;
        private final Optional<RecipientDsnParameters> parameters;

        private FailedRecipient(MailAddress address, Optional<RecipientDsnParameters> parameters) {
            this.address = address;
            this.parameters = parameters;
        }

        /** Returns the address that was not reached. */
        public MailAddress address() {
            return address;
        }

        // James keeps ORCPT as it came, in xtext. RFC 3464 section 2.3.1 wants the decoded address.
        Optional<String> originalAddress() {
            return parameters
                    .flatMap(RecipientDsnParameters::getOrcptParameter)
                    .map(MailAddress::asString)
                    .map(Xtext::decode);
        }

        // RFC 3461 section 4.1: NEVER, and a list without the word, ask for no report; without NOTIFY there is one of a
        // failure, and may be one of a delay.
        private boolean wantsReport(Notify about) {
            EnumSet<Notify> notify = parameters
                    .flatMap(RecipientDsnParameters::getNotifyParameter)
                    .orElse(EnumSet.of(Notify.FAILURE, Notify.DELAY));
            return notify.contains(about);
        }
    }
}
