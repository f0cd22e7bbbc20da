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
        if (isAtEnd()) {
            return END;
        }
        int next = buffer[position++] & 0xff;
        if (next != '\r' && next != '\n') {
            return next;
        }
        if (next == '\r' && !isAtEnd() && buffer[position] == '\n') {
            // Taken now, not at the next read: else it would count as available when nothing is to come.
            position++;
        }
        lfPending = true;
        return '\r';
    }

    private boolean isAtEnd() throws IOException {
        if (position == limit) {
            limit = Math.max(0, in.read(buffer, 0, BUFFER));
            position = 0;
        }
        return limit == 0;
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

    /**
     * Returns how many octets are to come at the least; more than zero only when there is one. The engine relies on that: a
     * chunk that turns out empty makes it read memory that nobody has written.
     */
    @Override
    public int available() throws IOException {
        return (lfPending ? 1 : 0) + limit - position + in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
