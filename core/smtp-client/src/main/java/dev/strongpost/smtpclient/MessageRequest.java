package dev.strongpost.smtpclient;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import com.google.common.collect.ImmutableList;

import dev.strongpost.smtpclient.message.MessageBody;
import dev.strongpost.smtpclient.message.TemporaryFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.smtp.SmtpCommand;
import io.netty.handler.codec.smtp.SmtpRequest;

/**
 * A message in the place of a command, so that the engine sends it in one burst with the commands before it and waits
 * for its reply as for theirs. {@link MessageWriter} writes it.
 */
final class MessageRequest implements SmtpRequest {
    private static final byte[] FINAL_DOT = {'.', '\r', '\n'};

    private final ByteBuf octets;
    private final Optional<TemporaryFile> file;

    private volatile boolean written;

    private MessageRequest(ByteBuf octets, Optional<TemporaryFile> file) {
        this.octets = octets;
        this.file = file;
    }

    /**
     * Returns {@code body} behind its BDAT command, all of it as the last chunk (RFC 3030 section 2).
     *
     * @param body a message in memory
     */
    static MessageRequest chunk(MessageBody body) {
        byte[] command = ("BDAT " + body.size() + " LAST\r\n").getBytes(StandardCharsets.US_ASCII);
        return new MessageRequest(Unpooled.wrappedBuffer(command, body.octets()), Optional.empty());
    }

    /** Returns {@code body} as it follows the 354 to DATA, with its final dot (RFC 5321 section 4.1.1.4). */
    static MessageRequest data(MessageBody body) throws IOException {
        return body.isInMemory()
                ? new MessageRequest(Unpooled.wrappedBuffer(body.stuffedOctets(), FINAL_DOT), Optional.empty())
                : new MessageRequest(Unpooled.wrappedBuffer(FINAL_DOT), body.stuffedFile());
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
    boolean isWritten() {
        return written;
    }

    /** Returns DATA: as that command, a message ends a pipelined group. */
    @Override
    public SmtpCommand command() {
        return SmtpCommand.DATA;
    }

    @Override
    public List<CharSequence> parameters() {
        return ImmutableList.of();
    }
}
