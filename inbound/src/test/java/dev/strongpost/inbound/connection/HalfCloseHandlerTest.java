// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;

class HalfCloseHandlerTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new HalfCloseHandler());

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
    }

    private void says(String... lines) {
        for (String line : lines) {
            channel.writeInbound(Unpooled.copiedBuffer(line, StandardCharsets.US_ASCII));
        }
    }

    private void ends() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }

    private void replies(String text) {
        channel.writeOutbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private boolean isOpenAfter(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runPendingTasks();
        return channel.isOpen();
    }

    @ParameterizedTest
    @ValueSource(strings = {".\r\n", ".", ".\n"})
    void replyToAMessageShouldHaveItsTime(String dot) {
        says("hello\r\n", dot, "QUIT\r\n");
        ends();
        assertThat(isOpenAfter(HalfCloseHandler.LONGEST_ANSWER_SECONDS - 1)).isTrue();

        replies("250 2.6.0 accepted\r\n");
        assertThat(channel.isOpen()).isTrue();
        assertThat(isOpenAfter(2)).isFalse();
    }

    @Test
    void clientThatBreaksOffInsideOfAMessageShouldKeepNoConnection() {
        for (String last : List.of("hello\r\n", "..\r\n", ".x\r\n", ".x", "..", "DATA\r\n", "")) {
            EmbeddedChannel broken = new EmbeddedChannel(new HalfCloseHandler());
            broken.freezeTime();
            broken.writeInbound(Unpooled.copiedBuffer(last, StandardCharsets.US_ASCII));
            broken.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            broken.advanceTimeBy(2, TimeUnit.SECONDS);
            broken.runPendingTasks();

            assertThat(broken.isOpen()).as(last).isFalse();
        }
    }

    @Test
    void messageThatWasAnsweredShouldCountNoMore() {
        says(".\r\n");
        replies("250 2.6.0 accepted\r\n");
        ends();

        assertThat(isOpenAfter(2)).isFalse();
    }
}
