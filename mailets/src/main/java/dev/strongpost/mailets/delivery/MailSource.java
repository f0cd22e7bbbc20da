// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.MailetContext;
import org.apache.mailet.base.Converter7Bit;

import dev.strongpost.smtpclient.message.MessageSource;

/** The octets of James's messages. */
final class MailSource {
    private MailSource() {}

    /** Returns {@code message} as it is. */
    static MessageSource asIs(MimeMessage message) {
        return out -> {
            try {
                write(message, out);
            } catch (MessagingException e) {
                throw new IOException(e);
            }
        };
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

    /**
     * Returns {@code message} with 8-bit parts encoded in 7 bits, for a server without 8BITMIME (RFC 6152 section 3).
     * Raw 8-bit octets in header fields stay: no encoding of them exists.
     */
    static MessageSource inSevenBits(MimeMessage message, MailetContext context) {
        return out -> {
            try {
                MimeMessage copy = new SameMessage(message);
                new Converter7Bit(context).convertTo7Bit(copy);
                write(copy, out);
            } catch (MessagingException e) {
                throw new IOException(e);
            }
        };
    }

    /** A copy that stays the message it is: saving its changes gives it no new Message-ID. */
    private static final class SameMessage extends MimeMessage {
        private SameMessage(MimeMessage message) throws MessagingException {
            super(message);
        }

        @Override
        protected void updateMessageID() {
            // RFC 5322 section 3.6.4: another encoding is the same message, and carries the same identifier.
        }
    }
}
