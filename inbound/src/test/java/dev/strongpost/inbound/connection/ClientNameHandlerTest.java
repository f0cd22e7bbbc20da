// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.apache.james.protocols.netty.HandlerConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.common.collect.ImmutableList;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;

class ClientNameHandlerTest {
    private final CompletableFuture<ImmutableList<String>> answer = new CompletableFuture<>();
    private final ClientName name = new ClientName(answer, Duration.ofHours(1));
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private StartTlsInjectionGuard guard;

    @BeforeEach
    void build() {
        channel.pipeline()
                .addLast(HandlerConstants.FRAMER, new ChannelInboundHandlerAdapter())
                .addLast(HandlerConstants.CORE_HANDLER, new ChannelInboundHandlerAdapter());
        guard = StartTlsInjectionGuard.on(channel);
        ChannelHandlers.add(
                channel.pipeline(),
                new ConnectionErrorHandler(why -> {}),
                new ClientNameHandler(() -> Optional.of(name).filter(found -> !found.isSettled()), guard));
    }

    private static ByteBuf line(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private List<String> heard() {
        List<String> heard = new ArrayList<>();
        for (Object line = channel.readInbound(); line != null; line = channel.readInbound()) {
            heard.add(((ByteBuf) line).toString(StandardCharsets.US_ASCII));
        }
        return heard;
    }

    @Test
    void linesShouldWaitForTheNameAndNoThreadWithThem() {
        channel.writeInbound(line("EHLO"), line("MAIL"));

        assertThat(heard()).isEmpty();
        assertThat(channel.config().isAutoRead()).isFalse();

        answer.complete(ImmutableList.of("mx.partner.example"));
        channel.runPendingTasks();

        assertThat(heard()).containsExactly("EHLO", "MAIL");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void linesShouldGoOnWhenTheLookupFails() {
        channel.writeInbound(line("EHLO"));
        answer.completeExceptionally(new IllegalStateException("no resolver"));
        channel.runPendingTasks();

        assertThat(heard()).containsExactly("EHLO");
    }

    @Test
    void linesShouldNotWaitForANameThatIsKnown() {
        answer.complete(ImmutableList.of());
        channel.writeInbound(line("EHLO"));

        assertThat(heard()).containsExactly("EHLO");
    }

    @Test
    void wordOfAProxyShouldNotWait() {
        channel.writeInbound("the client is another");

        assertThat(channel.<String>readInbound()).isEqualTo("the client is another");
    }

    @Test
    void whatComesBehindStartTlsShouldReachTheBarrierAtOnce() {
        guard.close(() -> {});
        channel.writeInbound(line("MAIL"));

        assertThat(guard.moreCame()).isTrue();
    }

    @Test
    void linesShouldBeReleasedWithTheConnection() {
        ByteBuf kept = line("EHLO");
        channel.writeInbound(kept);
        channel.finish();

        assertThat(kept.refCnt()).isZero();
    }
}
