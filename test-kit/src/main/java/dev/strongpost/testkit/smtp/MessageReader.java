// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * Reads the octets behind 354 up to the final dot (RFC 5321 section 4.1.1.4) and takes the stuffed dots out. Only CR LF
 * dot CR LF ends it: a dot between bare line feeds is content, as section 2.3.8 has it, and is reported.
 */
final class MessageReader {
    private final OctetSource source;
    private final int maximumSize;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean bareLineEnd;
    private boolean tooLong;

    MessageReader(OctetSource source, int maximumSize) {
        this.source = source;
        this.maximumSize = maximumSize;
    }

    /** @throws EOFException when the client is gone before the final dot */
    MessageContent read() throws IOException {
        int octet = next();
        while (true) {
            if (octet == '.') {
                octet = next();
                if (octet == '\r') {
                    octet = next();
                    if (octet == '\n') {
                        return new MessageContent(content.toByteArray(), bareLineEnd, tooLong);
                    }
                    bareLineEnd = true;
                    keep('\r');
                }
            }
            octet = readLine(octet);
        }
    }

    /** Keeps a line that begins with the octet given, through its CR LF; returns the octet behind. */
    private int readLine(int first) throws IOException {
        int previous = 0;
        int octet = first;
        while (true) {
            keep(octet);
            if (octet == '\n' && previous == '\r') {
                return next();
            }
            bareLineEnd |= octet == '\n' || previous == '\r';
            previous = octet;
            octet = next();
        }
    }

    private int next() throws IOException {
        int octet = source.read();
        if (octet < 0) {
            throw new EOFException("The client left before the final dot");
        }
        return octet;
    }

    private void keep(int octet) {
        if (content.size() < maximumSize) {
            content.write(octet);
        } else {
            tooLong = true;
        }
    }
}
