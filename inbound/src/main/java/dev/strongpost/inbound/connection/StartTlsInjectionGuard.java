// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.apache.james.protocols.netty.HandlerConstants;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;

/**
 * Is before James's core handler and, once STARTTLS is said, finds out whether anything else has come in cleartext.
 * There may be nothing: what a client, or somebody between, sent behind STARTTLS would otherwise be taken for commands
 * that came over TLS (CVE-2011-0411).
 *
 * <p>James cuts the stream into lines on another thread than it reads and answers, so bytes may be anywhere between the
 * two when STARTTLS is handled. So reading is paused; James's line cutter is taken out, which makes it give out what it
 * still holds; and when its thread is through with that, the answer is known. From then on a line cutter of our own
 * is there, which is as it should be before TLS: empty. James's own look for injected commands does not see what
 * comes in a segment of its own right behind STARTTLS, and ends with the first DATA.
 *
 * <p>Used on the channel's event loop alone.
 */
public final class StartTlsInjectionGuard extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private boolean closed;
    private boolean moreCame;

    private StartTlsInjectionGuard(Channel channel) {
        this.channel = channel;
    }

    /** Puts one, open, into the pipeline of {@code channel}. */
    static StartTlsInjectionGuard on(Channel channel) {
        StartTlsInjectionGuard guard = new StartTlsInjectionGuard(channel);
        ChannelHandlers.addInjectionGuard(channel.pipeline(), guard);
        return guard;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (closed) {
            moreCame = true;
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    /**
     * Lets nothing more through, and has {@code then} run on the event loop once all that came before has arrived here,
     * when {@link #moreCame} is known.
     */
    public void close(Runnable then) {
        closed = true;
        channel.config().setAutoRead(false);
        ChannelPipeline pipeline = channel.pipeline();
        EventExecutor cutterThread = pipeline.context(HandlerConstants.FRAMER).executor();
        pipeline.remove(HandlerConstants.FRAMER);
        // Behind its removal in the one queue, and what it gives out at the end behind that in the other.
        cutterThread.execute(() -> channel.eventLoop().execute(then));
    }

    /** Tells whether STARTTLS was said and it is not known yet what comes of it. */
    boolean isClosed() {
        return closed;
    }

    /** Tells whether anything came since the guard was closed. */
    public boolean moreCame() {
        return moreCame;
    }

    /** Lets lines through again, and has the channel read on. */
    public void open() {
        channel.pipeline()
                .addBefore(
                        HandlerConstants.CHUNK_HANDLER,
                        HandlerConstants.FRAMER,
                        new LineBasedFrameDecoder(AbstractChannelPipelineFactory.MAX_LINE_LENGTH, false, false));
        closed = false;
        channel.config().setAutoRead(true);
    }
}
