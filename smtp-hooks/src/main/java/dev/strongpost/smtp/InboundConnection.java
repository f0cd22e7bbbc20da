package dev.strongpost.smtp;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;

import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;

import com.google.common.base.Suppliers;

import dev.strongpost.evidence.TlsEvidence;
import io.netty.channel.Channel;

/**
 * What is known of one connection from a client, as long as it lasts. Kept in the session, used on the channel's event loop
 * alone.
 */
final class InboundConnection {
    private static final AttachmentKey<InboundConnection> KEY =
            AttachmentKey.of("strongpost.inbound", InboundConnection.class);

    private final SMTPSession session;
    private final Channel channel;
    private final ClearTextCount clearText;
    private Supplier<TlsEvidence> evidence = TlsEvidence::notOffered;
    private boolean failed;

    private InboundConnection(SMTPSession session, Channel channel, ClearTextCount clearText) {
        this.session = session;
        this.channel = channel;
        this.clearText = clearText;
    }

    /** Returns the connection of a session that has just begun, and keeps it there. */
    static InboundConnection begin(SMTPSession session, Channel channel) {
        InboundConnection connection =
                new InboundConnection(session, channel, ClearTextCount.on(channel.pipeline()));
        session.setAttachment(KEY, connection, State.Connection);
        return connection;
    }

    /**
     * Returns the connection of {@code session}.
     *
     * @throws IllegalStateException when it began without us
     */
    static InboundConnection of(SMTPSession session) {
        return session.getAttachment(KEY, State.Connection)
                .orElseThrow(() -> new IllegalStateException("a session without onConnect"));
    }

    /** Returns the session. */
    SMTPSession session() {
        return session;
    }

    /** Returns the channel. */
    Channel channel() {
        return channel;
    }

    /** Returns the count of its bytes in clear. */
    ClearTextCount clearText() {
        return clearText;
    }

    /** Returns what the connection has given so far: clear text until a handshake is done. */
    TlsEvidence evidence() {
        return evidence.get();
    }

    /**
     * Starts TLS: from now on {@code handshake} tells the evidence. It is asked once, by the first command that comes out of
     * the TLS session, so when the handshake is done.
     */
    void encrypt(Supplier<TlsEvidence> handshake) {
        this.evidence = Suppliers.memoize(handshake::get);
    }

    /** Notes that it has failed; tells whether that was news. */
    boolean fail() {
        boolean news = !failed;
        failed = true;
        return news;
    }

    /** Returns the address of the client, and the one that a proxy in front of us tells where there is one; for a log. */
    String client() {
        return text(session.getRemoteAddress());
    }

    /** Returns the port of ours that it came to. */
    int port() {
        return Optional.ofNullable(session.getLocalAddress())
                .map(InetSocketAddress::getPort)
                .orElse(0);
    }

    private static String text(InetSocketAddress address) {
        return Optional.ofNullable(address.getAddress())
                .map(ip -> ip.getHostAddress())
                .orElseGet(address::getHostString);
    }
}
