package dev.strongpost.mailets.delivery;

import java.io.IOException;

import javax.annotation.Nullable;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.mailet.MailetContext;

/**
 * The content of one mail, read when it is first needed and then shared by all its shipments. James's messages are not made
 * for several threads; this is the one place where they are read. To be closed when all shipments have ended.
 */
final class MailContent implements AutoCloseable {
    private final MimeMessage message;
    private final MailetContext context;
    private @Nullable MessageBody asIs;
    private @Nullable MessageBody sevenBits;

    MailContent(MimeMessage message, MailetContext context) {
        this.message = message;
        this.context = context;
    }

    /** Returns the body for a server that takes 8-bit content, or not. Reads the message: not for an event loop. */
    synchronized MessageBody body(boolean eightBitMime) throws IOException, MessagingException {
        if (asIs == null) {
            asIs = MessageBody.of(message);
        }
        return eightBitMime || !asIs.isEightBit() ? asIs : inSevenBits();
    }

    private synchronized MessageBody inSevenBits() throws IOException, MessagingException {
        if (sevenBits == null) {
            sevenBits = MessageBody.inSevenBits(message, context);
        }
        return sevenBits;
    }

    @Override
    public synchronized void close() {
        if (asIs != null) {
            asIs.close();
        }
        if (sevenBits != null) {
            sevenBits.close();
        }
    }
}
