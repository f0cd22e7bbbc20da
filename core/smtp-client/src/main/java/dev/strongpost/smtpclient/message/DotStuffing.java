// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.message;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Puts a dot before each dot that begins a line (RFC 5321 section 4.5.2). Takes {@link CanonicalLines}. */
final class DotStuffing extends FilterOutputStream {
    private boolean atLineStart = true;

    DotStuffing(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int octet) throws IOException {
        if (atLineStart && octet == '.') {
            out.write('.');
        }
        out.write(octet);
        atLineStart = octet == '\n';
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        for (int i = offset; i < offset + length; i++) {
            if (atLineStart && bytes[i] == '.') {
                out.write(bytes, from, i - from);
                out.write('.');
                from = i;
            }
            atLineStart = bytes[i] == '\n';
        }
        out.write(bytes, from, offset + length - from);
    }
}
