package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.james.util.MimeMessageUtil;
import org.apache.mailet.base.test.FakeMailContext;
import org.junit.jupiter.api.Test;

import io.netty.buffer.ByteBuf;

class MessageBodyTest {
    private static final String EIGHT_BIT = DeliveryFixture.lines(
            "Message-ID: <1@here.example>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=iso-8859-1",
            "Content-Transfer-Encoding: 8bit",
            "",
            "Gr\u00fc\u00dfe");

    @Test
    void inSevenBitsShouldKeepTheMessageId() throws Exception {
        MessageBody body = MessageBody.inSevenBits(message(EIGHT_BIT), FakeMailContext.defaultContext());

        assertThat(body.isEightBit()).isFalse();
        assertThat(text(body)).contains("Message-ID: <1@here.example>\r\n", "Gr=FC=DFe");
    }

    @Test
    void inSevenBitsShouldLeaveTheMessageItselfAlone() throws Exception {
        MimeMessage message = message(EIGHT_BIT);
        MessageBody.inSevenBits(message, FakeMailContext.defaultContext());

        assertThat(text(MessageBody.of(message))).isEqualTo(EIGHT_BIT);
    }

    private static MimeMessage message(String text) throws MessagingException {
        return MimeMessageUtil.mimeMessageFromStream(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String text(MessageBody body) {
        return ((ByteBuf) body.content(() -> {}).getContent()).toString(StandardCharsets.ISO_8859_1);
    }
}
