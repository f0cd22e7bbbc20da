// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.ProtocolSessionImpl;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;

import com.google.common.net.InetAddresses;

import dev.strongpost.certificates.TrustAnchors;
import dev.strongpost.policy.decision.TlsEvidence;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

/**
 * What is known of one connection from a client, as long as it lasts. Kept in the session, used on the channel's event
 * loop alone.
 */
public final class InboundConnection {
    private static final AttachmentKey<InboundConnection> KEY =
            AttachmentKey.of("strongpost.inbound", InboundConnection.class);

    private final SMTPSession session;
    private final Channel channel;
    private final StartTlsInjectionGuard guard;
    private final Map<Optional<TrustAnchors>, TlsEvidence> known = new HashMap<>();
    private Function<Optional<TrustAnchors>, TlsEvidence> handshake = anchors -> TlsEvidence.notOffered();
    private Optional<ClientName> name = Optional.empty();
    private Optional<InetAddress> named = Optional.empty();
    private boolean failed;

    private InboundConnection(SMTPSession session, Channel channel, StartTlsInjectionGuard guard) {
        this.session = session;
        this.channel = channel;
        this.guard = guard;
    }

    /** Returns the connection of a session that has just begun, and keeps it there. */
    public static InboundConnection begin(SMTPSession session, Channel channel) {
        InboundConnection connection = new InboundConnection(session, channel, StartTlsInjectionGuard.on(channel));
        session.setAttachment(KEY, connection, State.Connection);
        return connection;
    }

    /**
     * Returns the connection of {@code session}.
     *
     * @throws IllegalStateException when it began without us
     */
    public static InboundConnection of(SMTPSession session) {
        return session.getAttachment(KEY, State.Connection)
                .orElseThrow(() -> new IllegalStateException("a session without onConnect"));
    }

    /** Returns the session. */
    public SMTPSession session() {
        return session;
    }

    /** Writes a reply, outside of the answer to a command. */
    public void write(Response reply) {
        ((ProtocolSessionImpl) session).getProtocolTransport().writeResponse(reply, session);
    }

    /** Returns the channel. */
    public Channel channel() {
        return channel;
    }

    /** Returns what tells whether STARTTLS was the last thing in cleartext. */
    public StartTlsInjectionGuard guard() {
        return guard;
    }

    /**
     * Returns what the connection has given so far: cleartext until a handshake is done. The anchors are the
     * listener's.
     */
    public TlsEvidence evidence() {
        return evidence(Optional.empty());
    }

    /**
     * Returns the same with the client's chain checked against {@code anchors}, if there are any; once for each set.
     */
    public TlsEvidence evidence(Optional<TrustAnchors> anchors) {
        return known.computeIfAbsent(anchors, handshake);
    }

    /**
     * Starts TLS: from now on {@code session} tells the evidence. It is asked by commands that come out of the TLS
     * session, so when the handshake is done.
     */
    public void encrypt(Function<Optional<TrustAnchors>, TlsEvidence> session) {
        this.handshake = session;
        known.clear();
    }

    /**
     * Returns the client's name, which {@code lookup} starts to find out at the first call; anew when a proxy has told
     * since then who the client is.
     */
    public ClientName name(Function<InetAddress, ClientName> lookup) {
        Optional<InetAddress> client = Optional.of(address());
        ClientName found = name.filter(known -> named.equals(client)).orElseGet(() -> begin(lookup, client.get()));
        name = Optional.of(found);
        named = client;
        return found;
    }

    private ClientName begin(Function<InetAddress, ClientName> lookup, InetAddress client) {
        ClientName begun = lookup.apply(client);
        ChannelFuture unused = channel.closeFuture().addListener(closed -> begun.abandon());
        return begun;
    }

    /** Returns the client's name if it has been found out; never waits. */
    public Optional<String> verifiedName() {
        return name.flatMap(ClientName::known).flatMap(names -> names.stream().findFirst());
    }

    /** Returns the address of the client, or that which a proxy in front of us tells. */
    public InetAddress address() {
        return session.getRemoteAddress().getAddress();
    }

    /** Notes that it has failed; tells whether that was news. */
    public boolean fail() {
        boolean news = !failed;
        failed = true;
        return news;
    }

    /** Returns the same for a log. */
    public String client() {
        return InetAddresses.toAddrString(address());
    }

    /** Returns the port of ours that it came to. */
    public int port() {
        return session.getLocalAddress().getPort();
    }
}
