// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.base.Preconditions;

/**
 * A message as it goes over the wire: lines end in CR LF, the last one too. Small ones are held in memory, larger ones
 * in a temporary file, from which they are sent piece by piece. To be closed when it is not sent any more.
 */
public final class MessageBody implements AutoCloseable {

    private final @Nullable byte[] canonical;
    private final @Nullable TemporaryFile stuffed;
    private final long size;
    private final boolean needsStuffing;
    private final boolean eightBit;

    /** A body in memory, its dots not stuffed. */
    MessageBody(byte[] canonical, boolean needsStuffing, boolean eightBit) {
        this.canonical = canonical;
        this.stuffed = null;
        this.size = canonical.length;
        this.needsStuffing = needsStuffing;
        this.eightBit = eightBit;
    }

    /** A body of {@code size} bytes in a file that is longer by its stuffed dots. */
    MessageBody(TemporaryFile stuffed, long size, boolean eightBit) {
        this.canonical = null;
        this.stuffed = stuffed;
        this.size = size;
        this.needsStuffing = false;
        this.eightBit = eightBit;
    }

    /**
     * Returns the body of {@code message}. Reads it once, so not for an event loop.
     *
     * @throws IOException when it cannot be read, or has no room on the disk
     */
    public static MessageBody of(MessageSource message) throws IOException {
        MessageStore store = new MessageStore();
        try {
            CanonicalLines lines = new CanonicalLines(store);
            try (lines) {
                message.writeTo(lines);
            }
            return store.body(lines.hasDotAtLineStart());
        } catch (IOException | RuntimeException e) {
            store.discard();
            throw e;
        }
    }

    /** Returns the size in bytes, as SIZE of RFC 1870 counts: with CR LF, without dot-stuffing. */
    public long size() {
        return size;
    }

    /** Tells whether any octet has its high bit set. */
    public boolean isEightBit() {
        return eightBit;
    }

    /** Tells whether the message is in memory. */
    public boolean isInMemory() {
        return canonical != null;
    }

    /** Returns the octets of a message in memory, as they are sent by BDAT. Not to be changed. */
    public byte[] octets() {
        return Preconditions.checkNotNull(canonical, "the message is in a file");
    }

    /**
     * Returns the octets of a message in memory, as they are sent by DATA: with stuffed dots, without the final one.
     */
    public byte[] stuffedOctets() throws IOException {
        byte[] octets = octets();
        if (!needsStuffing) {
            return octets;
        }
        ByteArrayOutputStream result = new ByteArrayOutputStream(octets.length + octets.length / 16);
        try (DotStuffing stuffing = new DotStuffing(result)) {
            stuffing.write(octets, 0, octets.length);
        }
        return result.toByteArray();
    }

    /** Returns the file with the message as it is sent by DATA, without the final dot; empty when it is in memory. */
    public Optional<TemporaryFile> stuffedFile() {
        return Optional.ofNullable(stuffed);
    }

    @Override
    public void close() {
        if (stuffed != null) {
            stuffed.close();
        }
    }
}
