// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import javax.mail.MessagingException;
import javax.mail.internet.MimeBodyPart;
import javax.mail.internet.MimeMessage;

import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.Ret;
import org.apache.mailet.Mail;

import com.google.common.base.CharMatcher;
import com.google.common.base.Joiner;

import dev.strongpost.smtpclient.message.MessageSource;
import dev.strongpost.smtpclient.mime.SevenBitConversion;
import dev.strongpost.smtpclient.mime.UnconvertibleException;

/**
 * The part of a DSN that returns to senders what they wrote, RFC 6522 section 3.
 *
 * <p>How much: what the sender asked for by {@code RET} (RFC 3461 section 4.3), else what the mailet is configured to
 * return. Without {@code RET=FULL} a message of more than {@value #FULL_LIMIT} bytes comes back as its header alone. A
 * mailet configured to return nothing returns nothing.
 */
final class ReturnedContent {
    /** The largest message that is returned whole without having been asked for, in bytes. */
    static final long FULL_LIMIT = 1L << 20;

    private static final CharMatcher LINE_END = CharMatcher.anyOf("\r\n");
    private static final String CRLF = "\r\n";

    private ReturnedContent() {}

    /** Returns the part; empty when nothing is to be returned. */
    static Optional<MimeBodyPart> of(Mail mail, Attachment configured) throws MessagingException {
        switch (wanted(mail, configured)) {
            case MESSAGE:
                return Optional.of(whole(mail.getMessage()));
            case HEADS:
                return Optional.of(header(mail.getMessage()));
            default:
                return Optional.empty();
        }
    }

    /** Tells whether {@code message} can be converted for a host without 8BITMIME. */
    private static boolean isConvertible(MimeMessage message) throws MessagingException {
        try {
            MessageSource octets = out -> {
                try {
                    message.writeTo(out);
                } catch (MessagingException e) {
                    throw new IOException(e);
                }
            };
            SevenBitConversion.requireConvertible(octets.canonical());
            return true;
        } catch (UnconvertibleException e) {
            return false;
        } catch (IOException e) {
            throw new MessagingException("The message to return cannot be read", e);
        }
    }

    private static Attachment wanted(Mail mail, Attachment configured) throws MessagingException {
        Optional<Ret> asked = mail.dsnParameters().flatMap(DsnParameters::getRetParameter);
        if (configured == Attachment.NONE || asked.isEmpty()) {
            return configured == Attachment.MESSAGE && isLarge(mail) ? Attachment.HEADS : configured;
        }
        return asked.get() == Ret.FULL ? Attachment.MESSAGE : Attachment.HEADS;
    }

    private static boolean isLarge(Mail mail) throws MessagingException {
        return mail.getMessageSize() > FULL_LIMIT;
    }

    /**
     * Returns the whole message, or its header where the whole would not travel everywhere: a notification with 8-bit
     * content that cannot be converted would be refused, and no sender would be told, for it has the null sender.
     */
    private static MimeBodyPart whole(MimeMessage message) throws MessagingException {
        boolean eightBit = EightBitScan.of(message);
        if (eightBit && !isConvertible(message)) {
            return header(message);
        }
        MimeBodyPart part = new MimeBodyPart();
        part.setContent(message, "message/rfc822");
        // RFC 2046 section 5.2.1: message/rfc822 is never encoded; if it holds 8-bit text it has to say so.
        part.setHeader("Content-Transfer-Encoding", eightBit ? "8bit" : "7bit");
        return part;
    }

    private static MimeBodyPart header(MimeMessage message) throws MessagingException {
        List<String> fields = Collections.list(message.getAllHeaderLines());
        String lines = Joiner.on(CRLF).join(fields) + CRLF;
        // The mail API reads each byte of a header as one character; ISO 8859-1 gives the same bytes back.
        return BytesPart.of("text/rfc822-headers", normalised(lines).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String normalised(String lines) {
        return LINE_END.collapseFrom(lines, '\n').replace("\n", CRLF);
    }
}
