// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBodyTest {
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

    @ParameterizedTest
    @ValueSource(strings = {".", "..x", "a\n.b", "a\r.b", "a\r\n.b", "a\n\n.b", "a\r\r\n.b\n", "a\n\r.", "a.\nb.\r\n"})
    void dotsShouldBeStuffedWhereverTheMessageIsCut(String text) throws Exception {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        String canonical = text.replaceAll("\r\n|\r|\n", "\r\n");
        String expected = (canonical.endsWith("\r\n") ? canonical : canonical + "\r\n").replaceAll("(?m)^\\.", "..");
        for (int cut = 0; cut <= octets.length; cut++) {
            int length = cut;
            MessageBody body = MessageBody.of(out -> {
                out.write(octets, 0, length);
                out.write(octets, length, octets.length - length);
            });

            assertThat(stuffed(body)).as("cut at " + cut).isEqualTo(expected);
        }
    }

    @Test
    void theFileShouldBeGoneWhenTheBodyIsClosed() throws Exception {
        MessageBody body = MessageBody.of(message("Subject: x\r\n\r\n" + "a line\r\n".repeat(20_000)));
        body.close();

        assertThatThrownBy(() -> stuffed(body)).isInstanceOf(ClosedChannelException.class);
    }

    private static MessageSource message(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
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
