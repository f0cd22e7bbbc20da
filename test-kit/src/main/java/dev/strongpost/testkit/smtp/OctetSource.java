// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What a client sends, octet by octet, over a buffer that can be looked into: STARTTLS has to know what came behind it.
 * Before it waits for more it has the pending replies written, so that a pipelined group is answered at one go.
 */
final class OctetSource {
    /** Something to be done before waiting. */
    interface Flush {
        void run() throws IOException;
    }

    private static final int BUFFER_SIZE = 16 * 1024;
    private static final int END = -1;

    private final InputStream in;
    private final Flush beforeWaiting;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int position;
    private int limit;

    OctetSource(InputStream in, Flush beforeWaiting) {
        this.in = in;
        this.beforeWaiting = beforeWaiting;
    }

    /** Returns the next octet, or -1 at the end. */
    int read() throws IOException {
        return fill() ? buffer[position++] & 0xff : END;
    }

    /** Returns whether there is a next octet, having waited for it. */
    boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        beforeWaiting.run();
        limit = Math.max(in.read(buffer), 0);
        position = 0;
        return limit > 0;
    }

    /** Returns whether something is here that has not been read. */
    boolean hasBuffered() {
        return position < limit;
    }

    /** Returns what is here and has not been read, and forgets it. */
    byte[] takeBuffered() {
        byte[] rest = Arrays.copyOfRange(buffer, position, limit);
        position = limit;
        return rest;
    }

    /** Returns exactly so many octets, or fewer at the end. */
    byte[] readExactly(int count) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(Math.min(count, BUFFER_SIZE));
        while (octets.size() < count && fill()) {
            int size = Math.min(count - octets.size(), limit - position);
            octets.write(buffer, position, size);
            position += size;
        }
        return octets.toByteArray();
    }

    /** Reads and forgets until the client is gone. */
    void drain() throws IOException {
        while (fill()) {
            position = limit;
        }
    }
}
