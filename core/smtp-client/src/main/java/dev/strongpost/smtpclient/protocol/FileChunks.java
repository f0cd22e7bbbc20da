// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

import javax.annotation.Nullable;

import dev.strongpost.smtpclient.message.TemporaryFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;

/**
 * A file in pieces, each read by a worker when the one before it has been taken. The event loop takes what is there and
 * goes on with other connections when nothing is; it never waits for the disk.
 *
 * <p>All but the reading happens on the event loop.
 */
final class FileChunks implements ChunkedInput<ByteBuf> {
    private static final int CHUNK = 32 * 1024;

    private final TemporaryFile file;
    private final long length;
    private final Executor workers;
    private final Executor eventLoop;
    private final Runnable resume;
    private final SmtpChannel channel;

    private long position;
    private boolean reading;
    private @Nullable ByteBuf ready;
    private boolean closed;

    /**
     * Creates the pieces of {@code file}.
     *
     * @param resume is run on the event loop when a piece is there after there was none
     * @param channel is told of each piece that goes out, and closes the connection when the file cannot be read
     */
    FileChunks(TemporaryFile file, Executor workers, Executor eventLoop, Runnable resume, SmtpChannel channel)
            throws IOException {
        this.file = file;
        this.length = file.length();
        this.workers = workers;
        this.eventLoop = eventLoop;
        this.resume = resume;
        this.channel = channel;
    }

    @Override
    public @Nullable ByteBuf readChunk(ByteBufAllocator allocator) {
        ByteBuf chunk = ready;
        ready = null;
        if (chunk != null) {
            position += chunk.readableBytes();
            channel.progressed();
        }
        if (!reading && position < length) {
            reading = true;
            workers.execute(() -> read(position));
        }
        return chunk;
    }

    private void read(long from) {
        ByteBuffer target = ByteBuffer.allocate((int) Math.min(CHUNK, length - from));
        try {
            file.read(target, from);
            target.flip();
            eventLoop.execute(() -> deliver(target));
        } catch (IOException | RuntimeException e) {
            // Without the final dot, which can not be sent on a closed connection, the peer drops what it has.
            eventLoop.execute(() -> channel.end(new IOException("the message could not be read from its file", e)));
        }
    }

    private void deliver(ByteBuffer piece) {
        reading = false;
        if (!closed) {
            ready = Unpooled.wrappedBuffer(piece);
            resume.run();
        }
    }

    @Override
    @SuppressWarnings("deprecation") // the interface still asks for it
    public @Nullable ByteBuf readChunk(ChannelHandlerContext context) {
        return readChunk(context.alloc());
    }

    @Override
    public boolean isEndOfInput() {
        return position == length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public long progress() {
        return position;
    }

    @Override
    public void close() {
        closed = true;
        ready = null;
    }
}
