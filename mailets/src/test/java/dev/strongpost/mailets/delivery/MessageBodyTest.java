package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.james.util.MimeMessageUtil;
import org.apache.mailet.base.test.FakeMailContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void sizeShouldCountNoStuffedDots() throws Exception {
        MessageBody body = MessageBody.of(message("Subject: x\n\n.a\n..\nb"));

        assertThat(body.size()).isEqualTo("Subject: x\r\n\r\n.a\r\n..\r\nb\r\n".length());
        assertThat(text(body)).isEqualTo("Subject: x\r\n\r\n.a\r\n..\r\nb\r\n");
        assertThat(new String(body.stuffedOctets(), StandardCharsets.ISO_8859_1))
                .isEqualTo("Subject: x\r\n\r\n..a\r\n...\r\nb\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4096, 32 * 1024, 64 * 1024})
    void aLargeMessageShouldBeTheSameInItsFileAsInMemory(int lines) throws Exception {
        String text = "Subject: x\r\n\r\n" + ".a line\r\n".repeat(lines);
        try (MessageBody body = MessageBody.of(message(text))) {
            assertThat(body.size()).isEqualTo(text.length());
            assertThat(body.isInMemory()).isEqualTo(text.length() <= 64 * 1024);
            assertThat(stuffed(body)).isEqualTo(text.replace("\r\n.", "\r\n.."));
        }
    }

    @Test
    void theFileShouldBeGoneWhenTheBodyIsClosed() throws Exception {
        MessageBody body = MessageBody.of(message("Subject: x\r\n\r\n" + "a line\r\n".repeat(20_000)));
        body.close();

        assertThatThrownBy(() -> stuffed(body)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aMessageThatJamesKeepsElsewhereShouldComeAsItIs() throws Exception {
        String text = "Subject:  two  spaces\r\nX:\r\n folded\r\n\r\nGr\u00fc\u00dfe\r\n";
        MimeMessageWrapper message = new MimeMessageWrapper(MimeMessageInputStreamSource.create(
                "mail", new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1))));

        assertThat(text(MessageBody.of(message))).isEqualTo(text);
        LifecycleUtil.dispose(message);
    }

    private static MimeMessage message(String text) throws MessagingException {
        return MimeMessageUtil.mimeMessageFromStream(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String text(MessageBody body) {
        return new String(body.octets(), StandardCharsets.ISO_8859_1);
    }

    private static String stuffed(MessageBody body) throws IOException {
        if (body.isInMemory()) {
            return new String(body.stuffedOctets(), StandardCharsets.ISO_8859_1);
        }
        TemporaryFile file = body.stuffedFile().orElseThrow();
        ByteBuffer octets = ByteBuffer.allocate((int) file.length());
        file.read(octets, 0);
        return new String(octets.array(), StandardCharsets.ISO_8859_1);
    }
}
