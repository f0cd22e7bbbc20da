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
import org.apache.mailet.base.test.FakeMailContext;
import org.junit.jupiter.api.Test;

import dev.strongpost.smtpclient.message.MessageSource;

class MailSourceTest {
    private static final String EIGHT_BIT = DeliveryFixture.lines(
            "Message-ID: <1@here.example>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=iso-8859-1",
            "Content-Transfer-Encoding: 8bit",
            "",
            "Gr\u00fc\u00dfe");

    @Test
    void inSevenBitsShouldKeepTheMessageId() throws Exception {
        MessageSource source = MailSource.inSevenBits(message(EIGHT_BIT), FakeMailContext.defaultContext());

        assertThat(text(source)).contains("Message-ID: <1@here.example>\r\n", "Gr=FC=DFe");
    }

    @Test
    void inSevenBitsShouldLeaveTheMessageItselfAlone() throws Exception {
        MimeMessage message = message(EIGHT_BIT);
        text(MailSource.inSevenBits(message, FakeMailContext.defaultContext()));

        assertThat(text(MailSource.asIs(message))).isEqualTo(EIGHT_BIT);
    }

    @Test
    void aMessageThatJamesKeepsElsewhereShouldComeAsItIs() throws Exception {
        String text = "Subject:  two  spaces\r\nX:\r\n folded\r\n\r\nGr\u00fc\u00dfe\r\n";
        MimeMessageWrapper message = new MimeMessageWrapper(MimeMessageInputStreamSource.create(
                "mail", new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1))));

        assertThat(text(MailSource.asIs(message))).isEqualTo(text);
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
