// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import java.time.Duration;

import dev.strongpost.inbound.connection.ChannelHandlers;
import dev.strongpost.inbound.connection.InboundConnection;
import dev.strongpost.inbound.connection.InboundEvents;
import dev.strongpost.inbound.tls.InboundSslHandler;
import dev.strongpost.inbound.tls.LiveListenerTls;
import io.netty.channel.Channel;

/** Puts TLS on connections, and notes what comes of it. */
final class Handshakes {
    private final LiveListenerTls tls;
    private final Duration timeout;
    private final InboundLog log;
    private final InboundEvents events;

    Handshakes(LiveListenerTls tls, Duration timeout, InboundLog log, InboundEvents events) {
        this.tls = tls;
        this.timeout = timeout;
        this.log = log;
        this.events = events;
    }

    /**
     * Returns TLS for a connection that does not exist yet, and begins with it. {@link #watch} follows when it does.
     */
    InboundSslHandler atOnce() {
        return InboundSslHandler.atOnce(tls.current(), timeout);
    }

    /**
     * Starts TLS behind the next thing that is written, which is the 220 to STARTTLS.
     *
     * @throws RuntimeException when TLS cannot be started; the connection is as it was then
     */
    void beginAfterNextWrite(InboundConnection connection) {
        InboundSslHandler handler = InboundSslHandler.afterNextWrite(tls.current(), timeout);
        ChannelHandlers.addTls(connection.channel().pipeline(), handler);
        watch(connection, handler);
    }

    /**
     * Has the evidence of a connection that began with TLS come from its handshake.
     *
     * @throws IllegalStateException when it did not begin with our TLS
     */
    void watchFromStart(InboundConnection connection) {
        Channel channel = connection.channel();
        InboundSslHandler handler = channel.pipeline().get(InboundSslHandler.class);
        if (handler == null) {
            throw new IllegalStateException("no TLS on " + channel);
        }
        watch(connection, handler);
    }

    private void watch(InboundConnection connection, InboundSslHandler handler) {
        connection.encrypt(handler::evidence);
        long began = System.nanoTime();
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                events.handshake(Duration.ofNanos(System.nanoTime() - began));
            } else {
                events.handshakeFailed();
                log.failed(connection, done.cause());
            }
        });
    }
}
