// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import javax.mail.Message.RecipientType;
import javax.mail.MessagingException;
import javax.mail.Multipart;
import javax.mail.Part;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;

/** A message as it lay in a mailbox, with the parts of a report (RFC 3462) if it is one. */
public final class MailboxMessage {
    private final String raw;
    private final MimeMessage message;
    private final List<Part> leaves;

    private MailboxMessage(String raw, MimeMessage message, List<Part> leaves) {
        this.raw = raw;
        this.message = message;
        this.leaves = leaves;
    }

    static MailboxMessage parse(byte[] octets) throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
        List<Part> leaves = new ArrayList<>();
        collect(message, leaves);
        return new MailboxMessage(new String(octets, StandardCharsets.ISO_8859_1), message, leaves);
    }

    private static void collect(Part part, List<Part> leaves) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*")) {
            Multipart parts = (Multipart) part.getContent();
            for (int i = 0; i < parts.getCount(); i++) {
                collect(parts.getBodyPart(i), leaves);
            }
        } else {
            leaves.add(part);
        }
    }

    /** Returns the whole message with one character for each octet. */
    public String raw() {
        return raw;
    }

    /** Returns the decoded subject; empty when there is none. */
    public String subject() {
        return ask(() -> Optional.ofNullable(message.getSubject()).orElse(""));
    }

    /** Returns the first header field of this name, undecoded. */
    public Optional<String> header(String name) {
        return ask(() -> Optional.ofNullable(message.getHeader(name, null)));
    }

    /** Returns the addresses of To, as text. */
    public String to() {
        return ask(() -> javax.mail.internet.InternetAddress.toString(message.getRecipients(RecipientType.TO)));
    }

    /** Returns the decoded text of all plain text parts. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Part part : leaves) {
            if (isType(part, "text/plain")) {
                text.append(ask(() -> part.getContent().toString()));
            }
        }
        return text.toString();
    }

    /** Tells whether it is a delivery status notification (RFC 3464 section 2). */
    public boolean isDeliveryReport() {
        return isType(message, "multipart/report")
                && leaf("message/delivery-status").isPresent();
    }

    /**
     * Returns the fields about the delivery.
     *
     * @throws AssertionError when it is no delivery status notification
     */
    public DeliveryStatus deliveryStatus() {
        return leaf("message/delivery-status")
                .map(MailboxMessage::contentOf)
                .map(DeliveryStatus::parse)
                .orElseThrow(() -> new AssertionError("No message/delivery-status in\n" + raw));
    }

    /** Returns the message that is reported about, or its header, whichever came along; empty when neither did. */
    public Optional<String> original() {
        return leaf("message/rfc822").or(() -> leaf("text/rfc822-headers")).map(MailboxMessage::contentOf);
    }

    private Optional<Part> leaf(String type) {
        return leaves.stream().filter(part -> isType(part, type)).findFirst();
    }

    private static boolean isType(Part part, String type) {
        return ask(() -> part.isMimeType(type));
    }

    private static String contentOf(Part part) {
        return ask(() -> {
            try (InputStream in = part.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    private interface Question<T> {
        T answer() throws MessagingException, IOException;
    }

    private static <T> T ask(Question<T> question) {
        try {
            return question.answer();
        } catch (MessagingException e) {
            throw new AssertionError("Not a readable message", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "\"" + subject() + "\"";
    }
}
