package dev.strongpost.mailets.delivery;

import java.io.IOException;
import java.io.InputStream;

/**
 * A message with CR LF at the end of each line and nowhere else: a lone LF or a lone CR becomes CR LF (RFC 5321 section
 * 2.3.8 forbids them). Without this a message could hold {@code LF . CR LF}, which some servers take for the end of the
 * message and what follows for commands.
 */
final class CanonicalLines extends InputStream {
    private static final int BUFFER = 8192;
    private static final int END = -1;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean afterCr;
    private boolean lfPending;

    CanonicalLines(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        if (lfPending) {
            lfPending = false;
            return '\n';
        }
        int next = next();
        if (afterCr) {
            // The CR has been given out with its LF already; swallow the LF that belonged to it.
            afterCr = false;
            next = next == '\n' ? next() : next;
        }
        if (next == '\r' || next == '\n') {
            afterCr = next == '\r';
            lfPending = true;
            return '\r';
        }
        return next;
    }

    private int next() throws IOException {
        if (position == limit) {
            limit = in.read(buffer, 0, BUFFER);
            position = 0;
            if (limit <= 0) {
                limit = 0;
                return END;
            }
        }
        return buffer[position++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int next = read();
            if (next == END) {
                return count == 0 && length > 0 ? END : count;
            }
            target[offset + count++] = (byte) next;
        }
        return count;
    }

    /** Returns what is buffered. More may follow without blocking, or after. */
    @Override
    public int available() throws IOException {
        return limit - position + in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
