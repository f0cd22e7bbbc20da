// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

class ReplyReaderTest {
    private final ReplyReader reader = new ReplyReader();

    private List<String> read(String text) throws ProtocolViolationException {
        return read(Unpooled.copiedBuffer(unescaped(text), StandardCharsets.UTF_8));
    }

    private List<String> read(ByteBuf bytes) throws ProtocolViolationException {
        List<String> replies = new ArrayList<>();
        for (Optional<SmtpReply> next = reader.read(bytes, false); next.isPresent(); next = reader.read(bytes, false)) {
            replies.add(next.get().toString());
        }
        return replies;
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
    }

    @ParameterizedTest
    @CsvSource({
        "250 ok\\r\\n, 250 ok",
        "250\\r\\n, 250",
        "250 \\r\\n, 250",
        "250\\n, 250",
        "250\\tok\\r\\n, 250 ok",
        "\\r\\n250 ok\\r\\n, 250 ok",
        "\\r\\n \\t\\r\\n250 ok\\r\\n, 250 ok",
        "250-\\r\\n250 ok\\r\\n, 250 ok",
        "250-one\\r\\n\\r\\n250-two\\r\\n250 three\\r\\n, 250 one two three",
        "550-5.1.1 no\\r\\n550\\r\\n, 550 5.1.1 no",
        "250-one\\r\\n550 two\\r\\n, 550 one two",
        "250=ok\\r\\n, 250 ok",
        "999 what\\r\\n, 999 what",
        "hello\\r\\n250 ok\\r\\n, 250 ok",
        "25 no\\r\\n2500 no\\r\\n250 ok\\r\\n, 250 ok",
    })
    void aReplyShouldBeReadInAnyShape(String octets, String reply) throws Exception {
        assertThat(read(octets)).containsExactly(reply);
    }

    @Test
    void severalRepliesInOneSegmentShouldBeSeveral() throws Exception {
        assertThat(read("250 a\\r\\n550-b\\r\\n550 c\\r\\n354\\r\\n22")).containsExactly("250 a", "550 b c", "354");
        assertThat(read("1 bye\\n")).containsExactly("221 bye");
    }

    @Test
    void aReplySplitAnywhereShouldBeTheSame() throws Exception {
        String whole = "250-mx.example\r\n250-\r\n250 SIZE 10\r\n";
        for (int cut = 0; cut < whole.length(); cut++) {
            assertThat(read(whole.substring(0, cut))).isEmpty();
            assertThat(read(whole.substring(cut))).containsExactly("250 mx.example SIZE 10");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {508, 512, 1500, 60_000})
    void aLongLineShouldBeCutAndNoMistake(int length) throws Exception {
        assertThat(read("250 " + "x".repeat(length) + "\r\n250 next\r\n"))
                .hasSize(2)
                .last()
                .isEqualTo("250 next");
    }

    @Test
    void eachLineOfTheReplyToEhloShouldBeKept() throws Exception {
        ByteBuf bytes = Unpooled.copiedBuffer(
                "250-\r\n250-" + "AUTH ".repeat(200) + "\r\n250-starttls\r\n250 SIZE\t1000\r\n",
                StandardCharsets.US_ASCII);

        Capabilities capabilities = Capabilities.from(reader.read(bytes, false).orElseThrow());

        assertThat(capabilities.has("STARTTLS")).isTrue();
        assertThat(capabilities.maximumSize()).hasValue(1000);
    }

    @Test
    void aReplyWithoutEndShouldBeGivenUp() {
        assertThatThrownBy(() -> read("250-more\r\n".repeat(7_000)))
                .isInstanceOf(ProtocolViolationException.class)
                .hasMessage("the peer sent a reply of more than 65536 bytes");
    }

    @Test
    void aLineWithoutEndShouldBeGivenUp() {
        assertThatThrownBy(() -> read("2".repeat(70_000))).isInstanceOf(ProtocolViolationException.class);
    }

    @Test
    void aLineThatIsNoReplyShouldBeAnErrorWhereItCannotBeTold() {
        ByteBuf bytes = Unpooled.copiedBuffer("hello\r\n250 ok\r\n", StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> reader.read(bytes, true))
                .isInstanceOf(ProtocolViolationException.class)
                .hasMessage("the peer sent a line that is no reply");
    }
}
