// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import javax.annotation.Nullable;

import io.netty.buffer.ByteBuf;
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
 * <p>Such a connection ends with the reply to QUIT, or a second after the last reply. Only for the reply to a message that
 * the client has ended is there more time, {@value #LONGEST_ANSWER_SECONDS} seconds: a client that breaks off inside of
 * one gets no reply, and keeps no connection. Used on the channel's event loop alone.
 */
public final class HalfCloseHandler extends ChannelDuplexHandler {
    /** RFC 5321 section 4.5.3.2.6: clients give a server ten minutes to answer a message. */
    static final int LONGEST_ANSWER_SECONDS = 600;

    private static final int AFTER_A_REPLY_SECONDS = 1;

    /** A dot with its line end. */
    private static final int END_OF_MESSAGE = 3;

    /** The client has ended a message that has no reply yet. */
    private boolean messageUnanswered;

    private boolean ended;

    @Nullable
    private ScheduledFuture<?> closing;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    // RFC 5321 section 4.1.1.4. James cuts what comes into lines.
    private static boolean isEndOfMessage(ByteBuf line) {
        return line.readableBytes() <= END_OF_MESSAGE
                && line.toString(StandardCharsets.US_ASCII).trim().equals(".");
    }

    /** Has the end of the client's half end the connection from now on: TLS begins. */
    void stop(ChannelHandlerContext context) {
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        messageUnanswered |= message instanceof ByteBuf && isEndOfMessage((ByteBuf) message);
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        messageUnanswered = false;
        super.write(context, message, promise);
        if (ended) {
            closeIn(AFTER_A_REPLY_SECONDS, context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ended = true;
            closeIn(messageUnanswered ? LONGEST_ANSWER_SECONDS : AFTER_A_REPLY_SECONDS, context);
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
