// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLException;

import dev.strongpost.certificates.TrustAnchors;
import dev.strongpost.policy.decision.TlsEvidence;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;

/**
 * The TLS of one connection, which is negotiated once: a second handshake inside it (renegotiation, RFC 5746) ends the
 * connection. Mail is judged by what the first one gave. TLS 1.3 has no renegotiation; what it sends after the
 * handshake bears another record type (RFC 8446 section 5.1). The handshake has a time-out on the event loop's own
 * timer: no thread waits.
 */
public final class InboundSslHandler extends SslHandler {
    /** RFC 5246 section 6.2.1: ContentType handshake. It is not encrypted in the head of a record. */
    private static final byte HANDSHAKE = 22;

    private final ListenerTls tls;

    private InboundSslHandler(ListenerTls tls, boolean startTls, Duration timeout) {
        super(tls.engine(), startTls);
        this.tls = tls;
        setHandshakeTimeoutMillis(timeout.toMillis());
    }

    /** Returns a handler that lets the first write, the 220 to STARTTLS, through in cleartext and then shakes hands. */
    public static InboundSslHandler afterNextWrite(ListenerTls tls, Duration timeout) {
        return new InboundSslHandler(tls, true, timeout);
    }

    /** Returns a handler for a connection that is TLS from its first byte (RFC 8314 section 3.3). */
    public static InboundSslHandler atOnce(ListenerTls tls, Duration timeout) {
        return new InboundSslHandler(tls, false, timeout);
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

    /**
     * Returns what the handshake gave, once it is done: see {@link ListenerTls#evidence}. As long as it is not, or has
     * failed, there is no command to ask for it.
     *
     * @throws IllegalStateException when it is not done
     */
    public TlsEvidence evidence(Optional<TrustAnchors> anchors) {
        if (!handshakeFuture().isSuccess()) {
            throw new IllegalStateException("no TLS session yet");
        }
        return tls.evidence(engine().getSession(), anchors);
    }
}
