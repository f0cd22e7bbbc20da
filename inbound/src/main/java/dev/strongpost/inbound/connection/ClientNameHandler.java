// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;

/**
 * Is before the {@link StartTlsInjectionGuard} and keeps back what a client says while its name is still being
 * looked up. So no event loop waits for the DNS: clients with slow name servers would else hold up all others on it.
 * Reading is paused meanwhile, so no more is kept than had been read before.
 *
 * <p>Used on the channel's event loop alone.
 */
public final class ClientNameHandler extends ChannelInboundHandlerAdapter {
    private final Supplier<Optional<ClientName>> pending;
    private final StartTlsInjectionGuard guard;
    private final Deque<Object> kept = new ArrayDeque<>();
    private boolean waiting;

    /** Takes what tells the name that has to be waited for now, if there is one. */
    public ClientNameHandler(Supplier<Optional<ClientName>> pending, StartTlsInjectionGuard guard) {
        this.pending = pending;
        this.guard = guard;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!waiting) {
            nameToWaitFor(message).ifPresent(name -> pause(context, name));
        }
        if (waiting) {
            kept.add(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    /** The end of the client's half comes behind what it said. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (waiting && event == ChannelInputShutdownEvent.INSTANCE) {
            kept.add(event);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    // What is no line is the word of a proxy on who the client is. And the closed guard has to see at once what comes
    // behind
    // STARTTLS: kept until later it would pass for something that came over TLS.
    private Optional<ClientName> nameToWaitFor(Object message) {
        return message instanceof ByteBuf && !guard.isClosed() ? pending.get() : Optional.empty();
    }

    private void pause(ChannelHandlerContext context, ClientName name) {
        waiting = true;
        context.channel().config().setAutoRead(false);
        name.whenSettled(() -> context.executor().execute(() -> proceed(context)));
    }

    private void proceed(ChannelHandlerContext context) {
        if (context.isRemoved()) {
            return;
        }
        waiting = false;
        // First, since a STARTTLS among them pauses it again.
        context.channel().config().setAutoRead(true);
        for (Object message = kept.poll(); message != null; message = kept.poll()) {
            pass(context, message);
        }
    }

    private static void pass(ChannelHandlerContext context, Object message) {
        if (message == ChannelInputShutdownEvent.INSTANCE) {
            context.fireUserEventTriggered(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        kept.forEach(ReferenceCountUtil::release);
        kept.clear();
    }
}
