// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import javax.mail.internet.MimeMessage;

import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.util.MimeMessageUtil;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.strongpost.james.TlsMailAttributes;
import dev.strongpost.testkit.peers.RealServer;

/** What programs that read bounces make of ours: flufl.bounce (Mailman's), BounceParser and Sisimai, from Debian. */
@Tag("peers")
class BounceParsersTest {
    private static final String NAME = "bounce-parsers";
    private static final String SENDER = "alice@sender.example";

    @BeforeAll
    static void find() {
        RealServer.obstacle(NAME).ifPresent(Assumptions::abort);
    }

    private static MailImpl mail(String reply, String status, String... recipients) throws Exception {
        MailImpl mail = MailImpl.builder()
                .name("mail")
                .sender(SENDER)
                .addRecipients(recipients)
                .mimeMessage(MimeMessageUtil.mimeMessageFromString("Message-ID: <1@sender.example>\r\nFrom: " + SENDER
                        + "\r\nTo: bob@partner.example\r\n" + "Subject: figures\r\n\r\nGr\u00fc\u00dfe\r\n"))
                .build();
        set(mail, TlsMailAttributes.REPLY, reply);
        set(mail, TlsMailAttributes.STATUS, status);
        set(mail, TlsMailAttributes.REMOTE_MTA, "mx1.partner.example");
        return mail;
    }

    private static void set(MailImpl mail, AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }

    /** Returns the lines of all parsers about a notification of that style, without the name of the file. */
    private static List<String> read(NotificationStyle style, MailImpl mail) throws Exception {
        MailAddress postmaster = new MailAddress("postmaster@sender.example");
        MimeMessage notification = new BounceMessage(style, postmaster, "mx.sender.example", Clock.systemUTC())
                .about(mail, new MailAddress(SENDER), NotifiedRecipients.of(mail));
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.write("Return-Path: <>\r\n".getBytes(StandardCharsets.US_ASCII));
        notification.writeTo(octets);
        // As a mailbox has it. BounceParser finds only the first of several recipients between lines that end in CR LF.
        RealServer.write(
                NAME,
                "tmp/bounce.eml",
                octets.toString(StandardCharsets.ISO_8859_1).replace("\r\n", "\n"));
        return RealServer.run(NAME, "/tmp/bounce.eml")
                .lines()
                .map(line -> line.replace(" /tmp/bounce.eml", ""))
                .toList();
    }

    private static NotificationStyle failed() {
        return NotificationStyle.failed("Undeliverable:", Attachment.MESSAGE, BounceRenderer.byDefault());
    }

    @Test
    void aTlsFailureShouldBeAPermanentFailureToAll() throws Exception {
        MailImpl mail = mail("503 5.7.0 encryption too weak 0 less than 112", "5.7.0", "bob@partner.example");
        set(mail, TlsMailAttributes.REQUIRED, "TLS with at least 112 bits");
        set(mail, TlsMailAttributes.OFFERED, "no STARTTLS");
        set(mail, TlsMailAttributes.RULE, "partner.example (tls-policy.conf:3)");
        set(mail, TlsMailAttributes.REASON, "starttls-not-offered");

        List<String> found = read(failed(), mail);

        assertThat(found).contains("flufl.bounce permanent bob@partner.example -");
        assertThat(about(found, "BounceParser")).singleElement().asString().endsWith(" bob@partner.example 5.7.0");
        assertThat(about(found, "Sisimai")).containsExactly("Sisimai failed bob@partner.example 5.7.0");
    }

    @Test
    void everyRecipientShouldBeFound() throws Exception {
        MailImpl mail = mail("550 5.1.1 user unknown", "5.1.1", "bob@partner.example", "carol@partner.example");

        List<String> found = read(failed(), mail);

        for (String recipient : List.of("bob@partner.example", "carol@partner.example")) {
            assertThat(found).contains("flufl.bounce permanent " + recipient + " -");
            assertThat(about(found, "BounceParser")).contains("BounceParser user_unknown " + recipient + " 5.1.1");
            assertThat(about(found, "Sisimai")).contains("Sisimai failed " + recipient + " 5.1.1");
        }
    }

    @Test
    void aDelayShouldBeNoFailure() throws Exception {
        MailImpl mail = mail("451 4.3.0 try later", "4.3.0", "bob@partner.example");

        List<String> found = read(NotificationStyle.delayed(), mail);

        assertThat(found).contains("flufl.bounce temporary bob@partner.example -");
        assertThat(found).noneMatch(line -> line.contains(" permanent ") || line.contains(" failed "));
        assertThat(about(found, "Sisimai")).containsExactly("Sisimai delayed bob@partner.example 4.3.0");
    }

    private static List<String> about(List<String> lines, String parser) {
        return Stream.of(lines)
                .flatMap(List::stream)
                .filter(line -> line.startsWith(parser + " "))
                .toList();
    }
}
