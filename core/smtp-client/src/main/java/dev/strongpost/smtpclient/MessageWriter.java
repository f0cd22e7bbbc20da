package dev.strongpost.smtpclient;

import java.io.IOException;
import java.util.concurrent.Executor;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.stream.ChunkedWriteHandler;

/** Writes each {@link MessageRequest} as octets, and lets everything else pass. The last handler of a connection. */
final class MessageWriter extends ChannelOutboundHandlerAdapter {
    private final Executor workers;
    private final ReplyGuard guard;

    /**
     * Creates the handler of one connection.
     *
     * @param workers read files
     * @param guard is told that the connection makes progress while it waits for a reply
     */
    MessageWriter(Executor workers, ReplyGuard guard) {
        this.workers = workers;
        this.guard = guard;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws IOException {
        if (!(message instanceof MessageRequest)) {
            ChannelFuture unused = context.write(message, promise);
            return;
        }
        MessageRequest request = (MessageRequest) message;
        if (request.file().isPresent()) {
            ChunkedWriteHandler writer = context.pipeline().get(ChunkedWriteHandler.class);
            FileChunks chunks = new FileChunks(
                    request.file().get(), workers, context.channel().eventLoop(), writer::resumeTransfer, guard);
            ChannelFuture unusedChunks =
                    context.write(chunks, context.newPromise().addListener(guard::closeOnFailure));
        }
        promise.addListener(written -> {
            if (written.isSuccess()) {
                request.setWritten();
            }
        });
        ChannelFuture unusedLast = context.write(request.octets(), promise);
    }
}
