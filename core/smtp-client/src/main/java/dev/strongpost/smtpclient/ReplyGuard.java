package dev.strongpost.smtpclient;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import javax.annotation.Nullable;

import com.google.common.base.Preconditions;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;

/**
 * Lets a peer say only what it was asked for: as many replies as commands were sent, of bounded size and in bounded
 * time. Any byte beyond closes the connection.
 *
 * <p>This is what stops response injection: bytes in clear behind the 220 to STARTTLS would otherwise wait in the line
 * decoder and be read as if they had come over TLS (RFC 3207 section 6; CVE-2021-38371 and its like in other clients).
 * It also bounds the memory that an endless multi-line reply could take, and notices a kept connection that its peer
 * has said good-bye to.
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
    private final long replyNanos;
    private final AtomicInteger owed = new AtomicInteger(1);
    /** The first digit of the first reply since {@link #expect}. */
    private volatile Optional<Character> firstDigit = Optional.empty();
    /** When the last command was written, the last part of a message went out, or the last reply came in. */
    private volatile long lastProgress = System.nanoTime();

    private int replyBytes;
    private int column;
    private boolean continued;
    private volatile @Nullable Channel channel;
    private volatile @Nullable CompletableFuture<?> pending;
    private @Nullable ScheduledFuture<?> watch;

    /**
     * Returns a guard that expects one greeting.
     *
     * @param connectTimeout the time for the connection to come about
     * @param replyTimeout the time for each reply, counted anew with each part of a message that goes out
     */
    ReplyGuard(Duration connectTimeout, Duration replyTimeout) {
        this.connectTimeout = connectTimeout;
        this.replyNanos = replyTimeout.toNanos();
    }

    /** Allows {@code replies} replies from now on. To be called before the commands are written. */
    void expect(int replies) {
        firstDigit = Optional.empty();
        progressed();
        owed.set(replies);
    }

    /**
     * Tells whether the first reply since the last {@link #expect} has come, and is positive (RFC 5321 section 4.2.1).
     */
    boolean hasConsent() {
        return firstDigit.filter(digit -> digit == '2').isPresent();
    }

    /** Notes that the other side takes what we send: the time for its reply begins anew. */
    void progressed() {
        lastProgress = System.nanoTime();
    }

    /**
     * Has {@code answer} fail when the connection is closed, or was already. The engine alone would not: a command
     * written to a connection that closed a moment before waits for its whole time-out.
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

    /** Closes the connection in {@code time}, whatever comes until then. */
    void closeIn(Duration time) {
        channel().eventLoop().execute(() -> {
            cancelWatch();
            watch = schedule(this::close, time.toNanos());
        });
    }

    /** Closes the connection when {@code written} failed: what was to follow it must not be sent. */
    void closeOnFailure(Future<?> written) {
        if (!written.isSuccess()) {
            close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Channel added = context.channel();
        channel = added;
        ChannelFuture unused = added.closeFuture().addListener(closed -> {
            cancelWatch();
            failPending();
        });
        // The engine has one time limit for connecting and greeting together; this one is for connecting alone.
        watch = schedule(this::closeUnlessConnected, connectTimeout.toNanos());
    }

    private ScheduledFuture<?> schedule(Runnable check, long nanos) {
        return channel().eventLoop().schedule(check, nanos, TimeUnit.NANOSECONDS);
    }

    private void cancelWatch() {
        if (watch != null) {
            watch.cancel(false);
        }
    }

    private void closeUnlessConnected() {
        if (!channel().isActive()) {
            close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        cancelWatch();
        progressed();
        watch = schedule(() -> checkProgress(context), replyNanos);
        context.fireChannelActive();
    }

    /**
     * Looks whether the peer is late, and when to look again: one task for each connection, not one for each command.
     */
    private void checkProgress(ChannelHandlerContext context) {
        long left = lastProgress + replyNanos - System.nanoTime();
        if (owed.get() > 0 && left <= 0) {
            context.fireExceptionCaught(new TimeoutException());
            close();
            return;
        }
        watch = schedule(() -> checkProgress(context), left > 0 ? left : replyNanos);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf) {
            String violation = firstViolation((ByteBuf) message);
            if (!violation.isEmpty()) {
                ReferenceCountUtil.release(message);
                context.fireExceptionCaught(new ProtocolViolation(violation));
                close();
                return;
            }
        }
        context.fireChannelRead(message);
    }

    private String firstViolation(ByteBuf bytes) {
        if (firstDigit.isEmpty() && bytes.isReadable()) {
            firstDigit = Optional.of((char) bytes.getByte(bytes.readerIndex()));
        }
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
                progressed();
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
