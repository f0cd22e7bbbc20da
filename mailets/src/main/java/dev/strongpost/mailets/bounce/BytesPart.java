// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import javax.activation.DataHandler;
import javax.mail.MessagingException;
import javax.mail.internet.MimeBodyPart;
import javax.mail.util.ByteArrayDataSource;

/** Makes body parts whose bytes go out as they are. Needs no content handler for their type. */
final class BytesPart {
    private BytesPart() {}

    /** Returns a part of {@code contentType}; its transfer encoding says 8bit only when there is such a byte. */
    static MimeBodyPart of(String contentType, byte[] bytes) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, contentType)));
        part.setHeader("Content-Type", contentType);
        part.setHeader("Content-Transfer-Encoding", isEightBit(bytes) ? "8bit" : "7bit");
        return part;
    }

    private static boolean isEightBit(byte[] bytes) {
        for (byte octet : bytes) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }
}
