// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.james.server.core.MimeMessageWrapper;

import dev.strongpost.smtpclient.message.MessageSource;
import dev.strongpost.smtpclient.mime.HiddenFields;

/** The octets of James's messages. */
final class MailSource {
    private MailSource() {}

    /** Returns {@code message} as its recipients are to get it: all of it but for {@link HiddenFields}. */
    static MessageSource of(MimeMessage message) {
        return HiddenFields.removedFrom(out -> {
            try {
                write(message, out);
            } catch (MessagingException e) {
                throw new IOException(e);
            }
        });
    }

    private static void write(MimeMessage message, OutputStream out) throws IOException, MessagingException {
        // What James has not changed it can give as it came; its writeTo would parse the header for nothing.
        if (message instanceof MimeMessageWrapper && !((MimeMessageWrapper) message).isBodyModified()) {
            try (InputStream in = ((MimeMessageWrapper) message).getMessageInputStream()) {
                in.transferTo(out);
            }
        } else {
            message.writeTo(out);
        }
    }
}
