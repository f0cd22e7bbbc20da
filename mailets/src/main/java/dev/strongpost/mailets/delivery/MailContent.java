// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

import javax.annotation.Nullable;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import dev.strongpost.smtpclient.message.MessageBody;
import dev.strongpost.smtpclient.mime.SevenBitConversion;

/**
 * The content of one mail, read when it is first needed and then shared by all attempts. James's messages are not made
 * for several threads; this is the one place where they are read. To be closed when all attempts have ended.
 */
final class MailContent implements AutoCloseable {
    /** As many of these as mails may be in flight are in memory at a time. */
    private static final int SMALL = 16 * 1024;

    private final MimeMessage message;
    private volatile @Nullable MessageBody asIs;
    private @Nullable MessageBody sevenBits;

    MailContent(MimeMessage message) {
        this.message = message;
    }

    /**
     * Reads the message now if it is small, so that nothing is left to do when there is a connection. Not for an event
     * loop.
     *
     * @throws IOException when it cannot be read
     */
    void prepare() throws IOException, MessagingException {
        int size = message.getSize();
        if (size >= 0 && size <= SMALL) {
            body(true);
        }
    }

    /** Returns the body for a server that takes 8-bit content, or not, if it has been read already. Does not block. */
    Optional<MessageBody> prepared(boolean eightBitMime) {
        MessageBody known = asIs;
        return Optional.ofNullable(known).filter(body -> eightBitMime || !body.isEightBit());
    }

    /**
     * Returns the body for a server that takes 8-bit content, or not. Reads the message: not for an event loop.
     *
     * @throws dev.strongpost.smtpclient.mime.UnconvertibleException when it has no form without 8-bit content
     */
    synchronized MessageBody body(boolean eightBitMime) throws IOException {
        MessageBody body = asIs;
        if (body == null) {
            body = MessageBody.of(MailSource.of(message));
            asIs = body;
        }
        return eightBitMime || !body.isEightBit() ? body : inSevenBits();
    }

    private synchronized MessageBody inSevenBits() throws IOException {
        if (sevenBits == null) {
            sevenBits =
                    MessageBody.of(SevenBitConversion.of(MailSource.of(message).canonical()));
        }
        return sevenBits;
    }

    @Override
    public synchronized void close() {
        Stream.of(Optional.ofNullable(asIs), Optional.ofNullable(sevenBits))
                .flatMap(Optional::stream)
                .forEach(MessageBody::close);
    }
}
