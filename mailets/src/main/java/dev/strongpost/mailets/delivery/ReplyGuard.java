package dev.strongpost.mailets.delivery;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.annotation.Nullable;

import com.google.common.base.Preconditions;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;

/**
 * Lets a peer say only what it was asked for: as many replies as commands were sent, of bounded size. Any byte beyond
 * closes the connection.
 *
 * <p>This is what stops response injection: bytes in clear behind the 220 to STARTTLS would otherwise wait in the line
 * decoder and be read as if they had come over TLS (RFC 3207 section 6; CVE-2021-38371 and its like in other clients). It
 * also bounds the memory that an endless multi-line reply could take, and notices a kept connection that its peer has
 * said good-bye to.
 *
 * <p>It stands in the pipeline before the decoder, and behind the TLS handler once there is one.
 */
final class ReplyGuard extends ChannelInboundHandlerAdapter {
    /** A reply in all its lines. EHLO of the largest servers stays under 2 KiB. */
    private static final int MAX_REPLY_BYTES = 64 * 1024;

    /** The column that tells a last line from one that is continued: {@code 250-SIZE}, {@code 250 OK}. */
    private static final int SEPARATOR_COLUMN = 3;

    /** What the peer did that it must not do. */
    static final class ProtocolViolation extends IOException {
        private static final long serialVersionUID = 1L;

        private ProtocolViolation(String message) {
            super(message);
        }
    }

    private final Duration connectTimeout;
    private final AtomicInteger owed = new AtomicInteger(1);
    private int replyBytes;
    private int column;
    private boolean continued;
    private volatile @Nullable Channel channel;
    private volatile @Nullable CompletableFuture<?> pending;

    /** Returns a guard that expects one greeting, on a connection that must come about within {@code connectTimeout}. */
    ReplyGuard(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    /** Allows {@code replies} replies from now on. To be called before the commands are written. */
    void expect(int replies) {
        owed.set(replies);
    }

    /**
     * Has {@code answer} fail when the connection is closed, or was already. The engine alone would not: a command written
     * to a connection that closed a moment before waits for its whole time-out.
     */
    <T> CompletableFuture<T> orClosed(CompletableFuture<T> answer) {
        pending = answer;
        if (!channel().isOpen()) {
            failPending();
        }
        return answer;
    }

    private void failPending() {
        CompletableFuture<?> unanswered = pending;
        if (unanswered != null) {
            unanswered.completeExceptionally(new ClosedChannelException());
        }
    }

    /** Returns the connection, which exists once a connect was tried. */
    Channel channel() {
        return Preconditions.checkNotNull(channel, "not connected");
    }

    /** Closes the connection, without a word. */
    void close() {
        ChannelFuture unused = channel().close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Channel added = ctx.channel();
        channel = added;
        ChannelFuture unusedClose = added.closeFuture().addListener(closed -> failPending());
        // The engine has one time limit for connecting and greeting together; this one is for connecting alone.
        ScheduledFuture<?> unused = added.eventLoop()
                .schedule(this::closeUnlessConnected, connectTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void closeUnlessConnected() {
        if (!channel().isActive()) {
            close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf) {
            String violation = firstViolation((ByteBuf) message);
            if (!violation.isEmpty()) {
                ReferenceCountUtil.release(message);
                ctx.fireExceptionCaught(new ProtocolViolation(violation));
                close();
                return;
            }
        }
        ctx.fireChannelRead(message);
    }

    private String firstViolation(ByteBuf bytes) {
        for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
            if (owed.get() <= 0) {
                return "the peer sent what nobody asked for";
            }
            if (++replyBytes > MAX_REPLY_BYTES) {
                return "the peer sent a reply of more than " + MAX_REPLY_BYTES + " bytes";
            }
            advance(bytes.getByte(i));
        }
        return "";
    }

    private void advance(byte octet) {
        if (octet == '\n') {
            if (!continued) {
                owed.decrementAndGet();
                replyBytes = 0;
            }
            column = 0;
            continued = false;
            return;
        }
        if (column == SEPARATOR_COLUMN) {
            continued = octet == '-';
        }
        column++;
    }
}
