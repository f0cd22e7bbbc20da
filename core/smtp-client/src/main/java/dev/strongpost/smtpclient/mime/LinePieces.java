// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Divides what is written to it into lines that end in LF, and lines longer than {@value #LONGEST} octets into pieces,
 * so that no message needs more memory than that.
 */
final class LinePieces extends OutputStream {
    /** Longer than any line that matters here: RFC 5322 section 2.1.1 allows 998 octets. */
    private static final int LONGEST = 1024;

    /** Takes the pieces. */
    interface Receiver {
        /**
         * Takes one piece, which is not to be kept.
         *
         * @param begins whether a line begins with it
         * @param ends whether it is the end of its line
         */
        void piece(byte[] octets, int length, boolean begins, boolean ends) throws IOException;

        /** Takes note that no piece follows. */
        void end() throws IOException;
    }

    private final Receiver receiver;
    private final byte[] piece = new byte[LONGEST];
    private int length;
    private boolean begins = true;

    LinePieces(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public void write(int octet) throws IOException {
        piece[length++] = (byte) octet;
        if (octet == '\n' || length == LONGEST) {
            pass(octet == '\n');
        }
    }

    @Override
    public void write(byte[] octets, int offset, int count) throws IOException {
        for (int i = offset; i < offset + count; i++) {
            write(octets[i]);
        }
    }

    private void pass(boolean ends) throws IOException {
        receiver.piece(piece, length, begins, ends);
        begins = ends;
        length = 0;
    }

    /** Passes on what is left of the last line. */
    @Override
    public void close() throws IOException {
        if (length > 0) {
            pass(true);
        }
        receiver.end();
    }
}
