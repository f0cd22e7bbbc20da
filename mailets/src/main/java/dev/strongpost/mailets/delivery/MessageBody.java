package dev.strongpost.mailets.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

import javax.annotation.Nullable;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.MailetContext;
import org.apache.mailet.base.Converter7Bit;

import com.google.common.base.Preconditions;

/**
 * A message as it goes over the wire: lines end in CR LF, the last one too. Small ones are held in memory, larger ones in a
 * temporary file, from which they are sent piece by piece. To be closed when nobody sends it any more.
 */
final class MessageBody implements AutoCloseable {

    /**
     * Returns the body of {@code message}. Reads it once, so not for an event loop.
     *
     * @throws IOException when it cannot be read, or has no room on the disk
     */
    static MessageBody of(MimeMessage message) throws IOException, MessagingException {
        MessageStore store = new MessageStore();
        try {
            try (CanonicalLines lines = new CanonicalLines(store)) {
                write(message, lines);
            }
            return store.body();
        } catch (IOException | MessagingException | RuntimeException e) {
            store.discard();
            throw e;
        }
    }

    private static void write(MimeMessage message, CanonicalLines lines) throws IOException, MessagingException {
        // What James has not changed it can give as it came; its writeTo would parse the header for nothing.
        if (message instanceof MimeMessageWrapper && !((MimeMessageWrapper) message).isBodyModified()) {
            try (InputStream in = ((MimeMessageWrapper) message).getMessageInputStream()) {
                in.transferTo(lines);
            }
        } else {
            message.writeTo(lines);
        }
    }

    /**
     * Returns the body of {@code message} with 8-bit parts encoded in 7 bits, for a server without 8BITMIME (RFC 6152
     * section 3). Raw 8-bit octets in header fields stay: no encoding of them exists. Not for an event loop.
     */
    static MessageBody inSevenBits(MimeMessage message, MailetContext context) throws IOException, MessagingException {
        MimeMessage copy = new SameMessage(message);
        new Converter7Bit(context).convertTo7Bit(copy);
        return of(copy);
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

    private final @Nullable byte[] canonical;
    private final @Nullable TemporaryFile stuffed;
    private final long size;
    private final boolean eightBit;

    /** A body in memory, its dots not stuffed. */
    MessageBody(byte[] canonical, boolean eightBit) {
        this.canonical = canonical;
        this.stuffed = null;
        this.size = canonical.length;
        this.eightBit = eightBit;
    }

    /** A body of {@code size} bytes in a file that is longer by its stuffed dots. */
    MessageBody(TemporaryFile stuffed, long size, boolean eightBit) {
        this.canonical = null;
        this.stuffed = stuffed;
        this.size = size;
        this.eightBit = eightBit;
    }

    /** Returns the size in bytes, as SIZE of RFC 1870 counts: with CR LF, without dot-stuffing. */
    long size() {
        return size;
    }

    /** Tells whether any octet has its high bit set. */
    boolean isEightBit() {
        return eightBit;
    }

    /** Tells whether the message is in memory. */
    boolean isInMemory() {
        return canonical != null;
    }

    /** Returns the octets of a message in memory, as they are sent by BDAT. Not to be changed. */
    byte[] octets() {
        return Preconditions.checkNotNull(canonical, "the message is in a file");
    }

    /** Returns the octets of a message in memory, as they are sent by DATA: with stuffed dots, without the final one. */
    byte[] stuffedOctets() throws IOException {
        byte[] octets = octets();
        if (!DotStuffing.isNeededFor(octets)) {
            return octets;
        }
        ByteArrayOutputStream result = new ByteArrayOutputStream(octets.length + octets.length / 16);
        try (DotStuffing stuffing = new DotStuffing(result)) {
            stuffing.write(octets, 0, octets.length);
        }
        return result.toByteArray();
    }

    /** Returns the file with the message as it is sent by DATA, without the final dot; empty when it is in memory. */
    Optional<TemporaryFile> stuffedFile() {
        return Optional.ofNullable(stuffed);
    }

    @Override
    public void close() {
        if (stuffed != null) {
            stuffed.close();
        }
    }
}
