// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.MailetContext;

/** Puts notifications on the spool. */
public final class NotificationMail {
    private NotificationMail() {}

    /**
     * Sends {@code message} to {@code recipient}, and returns the name of the mail that carries it.
     *
     * @throws MessagingException when it cannot be stored
     */
    public static String send(MailetContext context, MimeMessage message, MailAddress recipient)
            throws MessagingException {
        MailImpl notification = MailImpl.builder()
                .name(MailImpl.getId())
                // RFC 3464 section 2: a notification is sent with the null sender, so that none answers it.
                .sender(MaybeSender.nullSender())
                .addRecipient(recipient)
                .mimeMessage(message)
                .build();
        try {
            context.sendMail(notification);
        } finally {
            LifecycleUtil.dispose(notification);
        }
        return notification.getName();
    }
}
