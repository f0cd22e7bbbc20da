package dev.strongpost.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

class ReplyGuardTest {
    private final ReplyGuard guard = new ReplyGuard(Duration.ofMinutes(1), Duration.ofMinutes(1));
    private final EmbeddedChannel channel = new EmbeddedChannel(guard);

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
        channel.checkException();
    }

    private String passed() {
        StringBuilder passed = new StringBuilder();
        for (ByteBuf next = channel.readInbound(); next != null; next = channel.readInbound()) {
            passed.append(next.toString(StandardCharsets.US_ASCII));
            next.release();
        }
        return passed.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 ready\r\n",
                "220 ready\n",
                "220-first\r\n220-second\r\n220 last\r\n",
                "220\r\n",
            })
    void oneReplyShouldPassWhenOneIsExpected(String reply) {
        receive(reply);

        assertThat(passed()).isEqualTo(reply);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aReplyInPiecesShouldPass() {
        for (char c : "250-a\r\n250 b\r\n".toCharArray()) {
            receive(String.valueOf(c));
        }

        assertThat(passed()).isEqualTo("250-a\r\n250 b\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 go ahead\r\n250 2.0.0 ok\r\n", // a second reply
                "220 go ahead\r\n2", // its first byte
                "220-a\r\n220 b\r\n\r\n" // an empty line
            })
    void whatFollowsAnExpectedReplyShouldCloseTheConnection(String injected) {
        assertThatThrownBy(() -> receive(injected)).isInstanceOf(ReplyGuard.ProtocolViolation.class);

        assertThat(passed()).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whatNobodyAskedForShouldCloseTheConnection() {
        receive("220 ready\r\n");

        assertThatThrownBy(() -> receive("421 bye\r\n")).hasMessageContaining("nobody asked for");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void asManyRepliesAsExpectedShouldPass() {
        receive("220 ready\r\n");
        guard.expect(3);
        receive("250 a\r\n250 b\r\n354 c\r\n");

        assertThat(passed()).endsWith("354 c\r\n");
    }

    @Test
    void anEndlessReplyShouldCloseTheConnection() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        receive("220-and so on\r\n");
                    }
                })
                .hasMessageContaining("65536 bytes");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aPendingAnswerShouldFailWhenTheConnectionCloses() {
        CompletableFuture<String> answer = guard.orClosed(new CompletableFuture<>());
        channel.close();

        assertThat(answer).isCompletedExceptionally();
    }

    @Test
    void anAnswerOnAClosedConnectionShouldFailAtOnce() {
        channel.close();

        assertThat(guard.orClosed(new CompletableFuture<>())).isCompletedExceptionally();
    }
}
