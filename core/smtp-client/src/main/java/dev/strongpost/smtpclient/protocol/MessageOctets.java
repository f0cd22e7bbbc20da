// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.strongpost.smtpclient.message.MessageBody;
import dev.strongpost.smtpclient.message.TemporaryFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** A message as it is written to a connection, once: by BDAT with its command, or as it follows the 354 to DATA. */
public final class MessageOctets {
    private static final byte[] FINAL_DOT = {'.', '\r', '\n'};

    private final ByteBuf octets;
    private final Optional<TemporaryFile> file;

    private volatile boolean written;

    private MessageOctets(ByteBuf octets, Optional<TemporaryFile> file) {
        this.octets = octets;
        this.file = file;
    }

    /**
     * Returns {@code body} behind its BDAT command, all of it as the last chunk (RFC 3030 section 2).
     *
     * @param body a message in memory
     */
    public static MessageOctets chunk(MessageBody body) {
        byte[] command = ("BDAT " + body.size() + " LAST\r\n").getBytes(StandardCharsets.US_ASCII);
        return new MessageOctets(Unpooled.wrappedBuffer(command, body.octets()), Optional.empty());
    }

    /** Returns {@code body} as it follows the 354 to DATA, with its final dot (RFC 5321 section 4.1.1.4). */
    public static MessageOctets data(MessageBody body) throws IOException {
        return body.isInMemory()
                ? new MessageOctets(Unpooled.wrappedBuffer(body.stuffedOctets(), FINAL_DOT), Optional.empty())
                : new MessageOctets(Unpooled.wrappedBuffer(FINAL_DOT), body.stuffedFile());
    }

    /** Returns what is sent before {@link #octets}, if anything. */
    Optional<TemporaryFile> file() {
        return file;
    }

    /** Returns what is sent last. */
    ByteBuf octets() {
        return octets;
    }

    /** Notes that the last octet has gone out. */
    void setWritten() {
        written = true;
    }

    /**
     * Tells whether the last octet has gone out. A reply that is there before decides, but the rest is still on its
     * way.
     */
    public boolean isWritten() {
        return written;
    }
}
