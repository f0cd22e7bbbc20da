// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.receiver;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** A black hole: the connection is open, and nothing ever comes out of it. */
// Netty tells of a connection that broke by channelInactive too.
@SuppressWarnings("FutureReturnValueIgnored")
@Sharable
final class MuteSession extends ChannelInboundHandlerAdapter {
    private final Counters counters;

    MuteSession(Counters counters) {
        this.counters = counters;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        counters.connected();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        counters.disconnected();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
