// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.Transport;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;

/** A mail client that submits over SMTP, in cleartext and without a password. */
public final class MailClient {
    private final InetSocketAddress server;

    /** Creates a client of the server at this address. */
    public MailClient(InetSocketAddress server) {
        this.server = server;
    }

    /** Sends a short message of one text part with this subject, and {@code Text of SUBJECT} in it. */
    public void send(String sender, String subject, String... recipients) {
        send(MailRequest.from(sender).to(recipients), plain(sender, subject, recipients));
    }

    /**
     * Sends a message, headers and all, in one transaction.
     *
     * @param message one character for each octet, in whatever charset it declares; lines end in CR LF
     * @throws IllegalStateException when the server refuses any of it
     */
    public void send(MailRequest request, String message) {
        Session session = session(request);
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect();
            byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
            transport.sendMessage(
                    new MimeMessage(session, new ByteArrayInputStream(octets)), addresses(request.recipients()));
        } catch (MessagingException e) {
            throw new IllegalStateException("Not taken: " + request, e);
        }
    }

    private Session session(MailRequest request) {
        Properties properties = request.properties();
        properties.setProperty("mail.smtp.host", server.getAddress().getHostAddress());
        properties.setProperty("mail.smtp.port", Integer.toString(server.getPort()));
        properties.setProperty("mail.smtp.localhost", "client.test");
        properties.setProperty("mail.smtp.connectiontimeout", "10000");
        properties.setProperty("mail.smtp.timeout", "30000");
        return Session.getInstance(properties);
    }

    private static String plain(String sender, String subject, String... recipients) {
        return String.join(
                "\r\n",
                "From: <" + sender + ">",
                "To: <" + String.join(">, <", recipients) + ">",
                "Subject: " + subject,
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "",
                "Text of " + subject,
                "");
    }

    private static InternetAddress[] addresses(List<String> recipients) throws MessagingException {
        InternetAddress[] addresses = new InternetAddress[recipients.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = new InternetAddress(recipients.get(i), true);
        }
        return addresses;
    }
}
