package dev.strongpost.smtp;

import java.time.Duration;
import java.util.function.Function;

import javax.net.ssl.SSLEngine;

import org.apache.james.protocols.netty.HandlerConstants;

import io.netty.channel.ChannelPipeline;

/** Puts TLS on a connection, and notes what comes of it. */
final class Handshakes {
    private final TlsSettings settings;
    private final LiveListenerTls tls;
    private final InboundLog log;
    private final InboundEvents events;

    Handshakes(TlsSettings settings, LiveListenerTls tls, InboundLog log, InboundEvents events) {
        this.settings = settings;
        this.tls = tls;
        this.log = log;
        this.events = events;
    }

    /**
     * Starts TLS behind the next thing that is written, which is the 220 to STARTTLS. No byte in clear may be unused.
     *
     * @throws RuntimeException when there is no TLS to be had; the connection is as it was then
     */
    void beginAfterNextWrite(InboundConnection connection) {
        begin(connection, InboundSslHandler::afterNextWrite);
    }

    /** Starts TLS now: whatever is written waits for the handshake. */
    void beginAtOnce(InboundConnection connection) {
        begin(connection, InboundSslHandler::atOnce);
    }

    private void begin(InboundConnection connection, Function<SSLEngine, InboundSslHandler> factory) {
        ListenerTls current = tls.current();
        InboundSslHandler handler = factory.apply(current.engine());
        // On the event loop's own timer: no thread waits.
        handler.setHandshakeTimeoutMillis(settings.handshakeTimeout().toMillis());
        connection.encrypt(anchors -> current.evidence(handler.engine().getSession(), anchors));
        connection.clearText().stop(connection.channel().pipeline());
        insert(connection.channel().pipeline(), handler);
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

    /** Puts TLS nearest to the socket, but for what reads the line of a proxy in front of us. */
    private static void insert(ChannelPipeline pipeline, InboundSslHandler handler) {
        if (pipeline.get(HandlerConstants.PROXY_HANDLER) == null) {
            pipeline.addFirst(HandlerConstants.SSL_HANDLER, handler);
        } else {
            pipeline.addAfter(HandlerConstants.PROXY_HANDLER, HandlerConstants.SSL_HANDLER, handler);
        }
    }
}
