// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import java.io.IOException;
import java.util.function.Consumer;

import org.apache.james.protocols.netty.CommandInjectionDetectedException;

import com.google.common.base.Throwables;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Is before James's core handler and takes what goes wrong in the connection itself: broken TLS, a reset, commands
 * behind STARTTLS. James would answer some of it and log all of it with its stack; strangers could fill the disk with
 * that. The connection is closed, and {@code onFailure} hears why. Any other failure goes on to James.
 */
public final class ConnectionErrorHandler extends ChannelInboundHandlerAdapter {
    private final Consumer<Throwable> onFailure;

    public ConnectionErrorHandler(Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // The failure of a handshake may be in the middle: a decoder failed because of it, and a certificate is its
        // cause.
        if (Throwables.getCausalChain(cause).stream().anyMatch(ConnectionErrorHandler::isOfTheConnection)) {
            onFailure.accept(cause);
            ChannelFuture unused = context.close();
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    // SSLException is an IOException, and so are a reset and a closed channel.
    private static boolean isOfTheConnection(Throwable cause) {
        return cause instanceof IOException || cause instanceof CommandInjectionDetectedException;
    }
}
