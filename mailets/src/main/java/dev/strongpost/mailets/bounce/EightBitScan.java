// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.io.IOException;
import java.io.OutputStream;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

/** Looks for a byte beyond ASCII in all that is written to it, and keeps nothing. */
final class EightBitScan extends OutputStream {
    private boolean found;

    private EightBitScan() {}

    /** Tells whether {@code message} holds such a byte, in its header or its body. */
    static boolean of(MimeMessage message) throws MessagingException {
        EightBitScan scan = new EightBitScan();
        try {
            message.writeTo(scan);
        } catch (IOException e) {
            throw new MessagingException("The message to return cannot be read", e);
        }
        return scan.found;
    }

    @Override
    public void write(int octet) {
        found |= (octet & 0x80) != 0;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        for (int i = offset; i < offset + length && !found; i++) {
            write(octets[i]);
        }
    }
}
