// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import org.apache.james.protocols.netty.HandlerConstants;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;

/**
 * The order of our handlers among James's own, the one place where it is defined. From the socket inwards:
 *
 * <pre>
 * James   the line of a proxy in front of this server, where configured
 * ours    TLS
 * James   cuts the stream into lines, reads messages in chunks
 * ours    {@link ClientNameHandler}: holds lines back while the client's name is looked up
 * ours    {@link StartTlsInjectionGuard}: nothing follows STARTTLS in cleartext
 * ours    {@link HalfCloseHandler}: replies to a client that has closed its half, in cleartext
 * ours    {@link ConnectionErrorHandler}: errors of the connection end here
 * James   the core handler: commands
 * </pre>
 */
public final class ChannelHandlers {
    private static final String ERRORS = "strongpostErrors";
    private static final String INJECTION = "strongpostInjection";
    private static final String HALF_CLOSE = "strongpostHalfClose";
    private static final String CLIENT_NAME = "strongpostClientName";

    private ChannelHandlers() {}

    /** Adds the guard, which the others are placed around: to be called first. */
    static void addInjectionGuard(ChannelPipeline pipeline, StartTlsInjectionGuard guard) {
        pipeline.addBefore(HandlerConstants.CORE_HANDLER, INJECTION, guard);
    }

    /** Adds what ends a connection that fails or whose client has ended, and what holds its client's commands back. */
    public static void add(ChannelPipeline pipeline, ConnectionErrorHandler errors, ClientNameHandler names) {
        if (pipeline.get(HandlerConstants.SSL_HANDLER) == null) {
            pipeline.addBefore(HandlerConstants.CORE_HANDLER, HALF_CLOSE, new HalfCloseHandler());
        }
        pipeline.addBefore(HandlerConstants.CORE_HANDLER, ERRORS, errors);
        pipeline.addBefore(INJECTION, CLIENT_NAME, names);
    }

    /** Adds TLS: nearest to the socket, but for what reads the line of a proxy. */
    public static void addTls(ChannelPipeline pipeline, SslHandler tls) {
        HalfCloseHandler halfClose = pipeline.get(HalfCloseHandler.class);
        if (halfClose != null) {
            halfClose.stop(pipeline.context(halfClose));
        }
        if (pipeline.get(HandlerConstants.PROXY_HANDLER) == null) {
            pipeline.addFirst(HandlerConstants.SSL_HANDLER, tls);
        } else {
            pipeline.addAfter(HandlerConstants.PROXY_HANDLER, HandlerConstants.SSL_HANDLER, tls);
        }
    }
}
