package dev.strongpost.mailets.delivery;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.MailetContext;
import org.apache.mailet.base.Converter7Bit;

import com.google.common.io.ByteStreams;
import com.hubspot.smtp.messages.MessageContent;

import io.netty.buffer.Unpooled;

/**
 * A message as it goes over the wire, but for dot-stuffing: lines end in CR LF. Small ones are held in memory, larger ones
 * are read from James each time they are sent.
 */
final class MessageBody {
    private static final int IN_MEMORY = 256 * 1024;

    /** What a message is read from. */
    interface Source {
        InputStream open() throws IOException, MessagingException;
    }

    /**
     * Returns the body of {@code message}. Reads it once, so not for an event loop.
     *
     * @throws IOException when it cannot be read
     */
    static MessageBody of(MimeMessage message) throws IOException, MessagingException {
        return of(() -> new CanonicalLines(new MimeMessageInputStream(message)));
    }

    private static MessageBody of(Source canonical) throws IOException, MessagingException {
        Census census = new Census();
        try (InputStream in = canonical.open()) {
            ByteStreams.copy(in, census);
        }
        return new MessageBody(canonical, census);
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

    /** Counts bytes, notices 8-bit ones, and keeps them as long as they are few. */
    private static final class Census extends OutputStream {
        private final ByteArrayOutputStream start = new ByteArrayOutputStream();
        private long size;
        private boolean eightBit;

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            size += length;
            for (int i = offset; i < offset + length && !eightBit; i++) {
                eightBit = bytes[i] < 0;
            }
            if (size <= IN_MEMORY) {
                start.write(bytes, offset, length);
            } else {
                start.reset();
            }
        }

        private Optional<byte[]> kept() {
            // The engine cannot stuff dots into nothing, and a message of no lines is not one.
            return size == 0 || size > IN_MEMORY ? Optional.empty() : Optional.of(start.toByteArray());
        }
    }

    private final Source source;
    private final Optional<byte[]> inMemory;
    private final long size;
    private final boolean eightBit;

    private MessageBody(Source source, Census census) {
        this.source = source;
        this.inMemory = census.kept();
        this.size = census.size;
        this.eightBit = census.eightBit;
    }

    /** Returns the size in bytes, as SIZE of RFC 1870 counts: with CR LF, without dot-stuffing. */
    long size() {
        return size;
    }

    /** Tells whether any octet has its high bit set. */
    boolean isEightBit() {
        return eightBit;
    }

    /**
     * Returns the content for the engine to send once.
     *
     * @param onFailure called at once when reading fails; has to close the connection, so that the final dot is never sent
     *     behind a part of the message
     */
    MessageContent content(Runnable onFailure) {
        return inMemory.map(bytes -> MessageContent.of(Unpooled.wrappedBuffer(bytes)))
                .orElseGet(() -> MessageContent.of(() -> open(onFailure)));
    }

    private InputStream open(Runnable onFailure) {
        try {
            return new Watched(source.open(), onFailure);
        } catch (IOException | MessagingException e) {
            onFailure.run();
            throw new UncheckedIOException(new IOException("the message cannot be read", e));
        }
    }

    /** A stream that sounds the alarm when reading fails. */
    private static final class Watched extends FilterInputStream {
        private final Runnable onFailure;

        private Watched(InputStream in, Runnable onFailure) {
            super(in);
            this.onFailure = onFailure;
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException | RuntimeException e) {
                onFailure.run();
                throw e;
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return super.read(target, offset, length);
            } catch (IOException | RuntimeException e) {
                onFailure.run();
                throw e;
            }
        }
    }
}
