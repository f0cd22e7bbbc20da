// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import javax.annotation.Nullable;

/**
 * Takes the canonical lines of one message and keeps them: in memory up to a bound, beyond it in a temporary file with
 * its dots stuffed (RFC 5321 section 4.5.2). Notes on the way what a server has to know.
 */
final class MessageStore extends OutputStream {
    /** With the buffers of a connection this keeps a delivery under 256 KiB of heap. */
    private static final int IN_MEMORY = 64 * 1024;

    private static final int FIRST_SIZE = 4096;

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream(FIRST_SIZE);
    private @Nullable DotStuffing stuffing;
    private @Nullable TemporaryFile file;
    private long size;
    private boolean eightBit;

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length && !eightBit; i++) {
            eightBit = bytes[i] < 0;
        }
        size += length;
        if (stuffing == null && size <= IN_MEMORY) {
            memory.write(bytes, offset, length);
        } else {
            stuffing().write(bytes, offset, length);
        }
    }

    private DotStuffing stuffing() throws IOException {
        if (stuffing == null) {
            TemporaryFile created = TemporaryFile.create();
            file = created;
            stuffing = new DotStuffing(created.output());
            memory.writeTo(stuffing);
            memory.reset();
        }
        return stuffing;
    }

    /**
     * Returns the message, complete.
     *
     * @param needsStuffing whether any line begins with a dot
     */
    MessageBody body(boolean needsStuffing) throws IOException {
        if (stuffing == null || file == null) {
            return new MessageBody(memory.toByteArray(), needsStuffing, eightBit);
        }
        stuffing.flush();
        return new MessageBody(file, size, eightBit);
    }

    /** Frees what has been stored of a message that turned out unreadable. */
    void discard() {
        if (file != null) {
            file.close();
        }
    }
}
