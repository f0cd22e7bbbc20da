// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.message;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes a message on with CR LF at the end of each line and nowhere else: a lone LF or a lone CR becomes CR LF (RFC
 * 5321 section 2.3.8 forbids them). Without this a message could hold {@code LF . CR LF}, which some servers take for
 * the end of the message and what follows for commands.
 */
final class CanonicalLines extends OutputStream {
    private static final byte[] CRLF = {'\r', '\n'};

    private final OutputStream out;
    /** The last octet was a CR, for which CR LF has been passed on; an LF that follows belongs to it. */
    private boolean afterCr;

    private boolean atLineStart = true;
    private boolean dotAtLineStart;

    CanonicalLines(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        int position = offset;
        while (position < end) {
            int stop = endOfRun(bytes, position, end);
            if (stop > position) {
                pass(bytes, position, stop);
            }
            if (stop < end) {
                breakLine(bytes[stop]);
            }
            position = stop + 1;
        }
    }

    /**
     * Returns where the octets end that can pass as they are: at a CR or LF that is not part of a CR LF, or at {@code
     * end}.
     */
    private int endOfRun(byte[] bytes, int start, int end) {
        dotAtLineStart |= atLineStart && start < end && bytes[start] == '.';
        int i = start;
        while (i < end) {
            byte octet = bytes[i];
            if (octet == '\n' || octet == '\r') {
                if (octet == '\n' || i + 1 == end || bytes[i + 1] != '\n') {
                    return i;
                }
                i++;
                dotAtLineStart |= i + 1 < end && bytes[i + 1] == '.';
            }
            i++;
        }
        return end;
    }

    private void pass(byte[] bytes, int start, int stop) throws IOException {
        out.write(bytes, start, stop - start);
        afterCr = false;
        atLineStart = bytes[stop - 1] == '\n';
    }

    private void breakLine(byte octet) throws IOException {
        if (octet == '\r' || !afterCr) {
            out.write(CRLF, 0, CRLF.length);
        }
        afterCr = octet == '\r';
        atLineStart = true;
    }

    /** Tells whether any line that was passed on begins with a dot. */
    boolean hasDotAtLineStart() {
        return dotAtLineStart;
    }

    /** Ends the last line, should it have no end. */
    void finish() throws IOException {
        if (!atLineStart) {
            out.write(CRLF, 0, CRLF.length);
        }
        atLineStart = true;
    }

    /** Ends the last line, should it have no end. Closes what was written to. */
    @Override
    public void close() throws IOException {
        finish();
        out.close();
    }
}
