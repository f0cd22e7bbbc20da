// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import java.util.concurrent.TimeUnit;

import javax.annotation.Nullable;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.ScheduledFuture;

/**
 * Lets a client that has said everything and closed its half of the connection have its replies. Exim sends QUIT behind
 * the final dot and closes its half; a server that closes then too may lose the reply to a mail that it has accepted,
 * and gets it again. In cleartext only: under TLS the end of the stream without close_notify may be anybody's.
 *
 * <p>Such a connection ends with the reply to QUIT, or a second after the last reply; after {@value
 * #LONGEST_ANSWER_SECONDS} seconds in any case. Used on the channel's event loop alone.
 */
public final class HalfCloseHandler extends ChannelDuplexHandler {
    /** RFC 5321 section 4.5.3.2.6: clients give a server ten minutes to answer a message. */
    static final int LONGEST_ANSWER_SECONDS = 600;

    private static final int AFTER_A_REPLY_SECONDS = 1;

    private boolean unanswered;
    private boolean ended;

    @Nullable
    private ScheduledFuture<?> closing;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    /** Has the end of the client's half end the connection from now on: TLS begins. */
    void stop(ChannelHandlerContext context) {
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        unanswered = true;
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        unanswered = false;
        super.write(context, message, promise);
        if (ended) {
            closeIn(AFTER_A_REPLY_SECONDS, context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ended = true;
            closeIn(unanswered ? LONGEST_ANSWER_SECONDS : AFTER_A_REPLY_SECONDS, context);
        }
        super.userEventTriggered(context, event);
    }

    private void closeIn(int seconds, ChannelHandlerContext context) {
        if (closing != null) {
            closing.cancel(false);
        }
        closing = context.executor().schedule(() -> close(context), seconds, TimeUnit.SECONDS);
    }

    private static void close(ChannelHandlerContext context) {
        ChannelFuture unused = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (closing != null) {
            closing.cancel(false);
        }
        super.channelInactive(context);
    }
}
