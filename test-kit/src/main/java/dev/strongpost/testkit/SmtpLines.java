// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Lines of SMTP on streams, read octet by octet: nothing behind a line is taken, where TLS may begin. */
public final class SmtpLines {
    private SmtpLines() {}

    /** Writes {@code line} and its end, at once. */
    public static void write(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /**
     * Returns the next line without its end.
     *
     * @throws EOFException when the peer has closed before the end of a line
     */
    public static String read(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("closed");
            }
            line.append((char) octet);
        }
        return line.toString().trim();
    }
}
