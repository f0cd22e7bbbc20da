// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.james.util.MimeMessageUtil;
import org.junit.jupiter.api.Test;

import dev.strongpost.smtpclient.message.MessageSource;

class MailSourceTest {
    private static final String HIDDEN = DeliveryFixture.lines(
            "Message-ID: <1@here.example>",
            "Bcc: secret@here.example,",
            "  other@here.example",
            "bcc : third@here.example",
            "Resent-Bcc: fourth@here.example",
            "Content-Length: 5",
            "Subject: Bcc: stays",
            " Bcc: stays, too",
            "",
            "Bcc: stays");

    /** M5: James's RemoteDelivery leaves them out, so a configuration need not. */
    @Test
    void blindRecipientsShouldNotBeSent() throws Exception {
        assertThat(text(MailSource.of(message(HIDDEN))))
                .isEqualTo(DeliveryFixture.lines(
                        "Message-ID: <1@here.example>", "Subject: Bcc: stays", " Bcc: stays, too", "", "Bcc: stays"));
    }

    @Test
    void aMessageThatJamesKeepsElsewhereShouldComeAsItIs() throws Exception {
        String text = "Subject:  two  spaces\r\nX:\r\n folded\r\n\r\nGr\u00fc\u00dfe\r\n";
        MimeMessageWrapper message = new MimeMessageWrapper(MimeMessageInputStreamSource.create(
                "mail", new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1))));

        assertThat(text(MailSource.of(message))).isEqualTo(text);
        LifecycleUtil.dispose(message);
    }

    private static MimeMessage message(String text) throws MessagingException {
        return MimeMessageUtil.mimeMessageFromStream(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String text(MessageSource source) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        source.writeTo(octets);
        return octets.toString(StandardCharsets.ISO_8859_1);
    }
}
