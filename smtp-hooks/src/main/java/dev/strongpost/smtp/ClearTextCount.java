package dev.strongpost.smtp;

import org.apache.james.protocols.netty.HandlerConstants;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;

/**
 * How many bytes of clear text have come in that no command has used yet. At STARTTLS there may be none: what a client, or
 * somebody between, sent behind it would otherwise be taken for commands that came over TLS (RFC 3207 section 4, "the server
 * MUST discard"; CVE-2011-0411).
 *
 * <p>James cuts the stream into lines on another thread than it reads and answers, so bytes may be on their way between the
 * two when STARTTLS is answered. Counting them before and behind is exact all the same: both ends run on the channel's own
 * event loop, and so does STARTTLS. James's own look for injected commands ends with the first DATA.
 */
final class ClearTextCount {
    private static final String RECEIVED = "strongpostReceived";
    private static final String USED = "strongpostUsed";

    private long unused;

    private ClearTextCount() {}

    /** Starts counting. To be called before the first byte is read, on the channel's event loop. */
    static ClearTextCount on(ChannelPipeline pipeline) {
        ClearTextCount count = new ClearTextCount();
        pipeline.addBefore(HandlerConstants.FRAMER, RECEIVED, count.counter(1));
        pipeline.addBefore(HandlerConstants.CORE_HANDLER, USED, count.counter(-1));
        return count;
    }

    private ChannelInboundHandlerAdapter counter(int sign) {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof ByteBuf) {
                    unused += (long) sign * ((ByteBuf) message).readableBytes();
                }
                context.fireChannelRead(message);
            }
        };
    }

    /** Tells whether bytes have come in that belong to no command handled so far, the one in hand included. */
    boolean hasUnused() {
        return unused != 0;
    }

    /** Ends the counting: what comes from now on is TLS. */
    void stop(ChannelPipeline pipeline) {
        pipeline.remove(RECEIVED);
        pipeline.remove(USED);
    }
}
