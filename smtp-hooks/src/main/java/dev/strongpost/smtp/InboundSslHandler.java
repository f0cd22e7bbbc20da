package dev.strongpost.smtp;

import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;

/**
 * The TLS of one connection, which is negotiated once: a second handshake inside it (renegotiation, RFC 5746) ends the
 * connection. Mail is judged by what the first one gave. TLS 1.3 has no renegotiation; what it sends after the handshake
 * bears another record type (RFC 8446 section 5.1).
 */
final class InboundSslHandler extends SslHandler {
    /** RFC 5246 section 6.2.1: ContentType handshake. It is not encrypted in the head of a record. */
    private static final byte HANDSHAKE = 22;

    private InboundSslHandler(SSLEngine engine, boolean startTls) {
        super(engine, startTls);
    }

    /** Returns a handler that lets the first write, the 220 to STARTTLS, through in clear and then shakes hands. */
    static InboundSslHandler afterNextWrite(SSLEngine engine) {
        return new InboundSslHandler(engine, true);
    }

    /** Returns a handler for a connection that is TLS from its first byte (RFC 8314 section 3.3). */
    static InboundSslHandler atOnce(SSLEngine engine) {
        return new InboundSslHandler(engine, false);
    }

    // Netty comes here once a record, whose head is then first in the buffer.
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws SSLException {
        if (in.isReadable()
                && in.getByte(in.readerIndex()) == HANDSHAKE
                && handshakeFuture().isSuccess()) {
            throw new SSLException("renegotiation is refused");
        }
        super.decode(context, in, out);
    }
}
