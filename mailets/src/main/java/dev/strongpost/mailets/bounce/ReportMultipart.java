// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import javax.mail.BodyPart;
import javax.mail.MessagingException;
import javax.mail.internet.ContentType;
import javax.mail.internet.MimeMultipart;

/** A {@code multipart/report} of type {@code delivery-status}, RFC 6522 section 2. */
final class ReportMultipart extends MimeMultipart {
    ReportMultipart() throws MessagingException {
        super("report");
        ContentType type = new ContentType(getContentType());
        type.setParameter("report-type", "delivery-status");
        contentType = type.toString();
    }

    /** Tells whether a part says that it holds 8-bit text. */
    boolean isEightBit() throws MessagingException {
        for (int i = 0; i < getCount(); i++) {
            BodyPart part = getBodyPart(i);
            String[] encoding = part.getHeader("Content-Transfer-Encoding");
            if (encoding != null && encoding[0].equals("8bit")) {
                return true;
            }
        }
        return false;
    }
}
