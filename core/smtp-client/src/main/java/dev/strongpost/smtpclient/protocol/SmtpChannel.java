// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.protocol;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import javax.annotation.Nullable;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;

/**
 * The two directions of one SMTP connection: commands and messages go out, and each reply comes back as the answer to
 * the command that asked for it, in the order of the commands (RFC 2920). The last handler of a connection.
 *
 * <p>A peer may say only what it was asked for. A byte beyond closes the connection: what it answers is unknown,
 * and taken for the answer to the next command it could turn a refusal into a delivery. The replies that came before it
 * count. In front of the TLS handshake this is what stops response injection (RFC 3207 section 6, CVE-2021-38371).
 *
 * <p>What arrives at once is read to its end before any of it is passed on, so that nothing is sent on the strength of
 * a reply behind which the peer has said more than it should. A connection that ends fails what is still open, with the
 * reason it gave last, an alert of TLS for example.
 *
 * <p>All but {@link #onLoop}, {@link #isUsable} and {@link #close} is called on the event loop of the connection, and
 * all futures complete there.
 */
public final class SmtpChannel extends ChannelInboundHandlerAdapter {
    /** How long a peer that has said good-bye, or takes nothing any more, may go on speaking. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /** Messages up to here, in bytes, leave together with the next envelope: a TLS record has room for both. */
    private static final int TOGETHER = 15 * 1024;

    /** A reply that is to come. */
    private static final class Expected {
        private final CompletableFuture<SmtpReply> reply = new CompletableFuture<>();
        private final long timeoutNanos;
        /** Whether the peer has to be silent after it. */
        private final boolean last;

        private Expected(Duration timeout, boolean last) {
            this.timeoutNanos = timeout.toNanos();
            this.last = last;
        }
    }

    private final Executor workers;
    private final Duration replyTimeout;
    private final ReplyReader reader = new ReplyReader();
    private final Deque<Expected> expected = new ArrayDeque<>();
    private final Expected greeting;

    private volatile @Nullable Channel channel;
    /** Whether the peer has said 421, or more than it was asked. */
    private volatile boolean ending;

    /** Whether an empty line is borne with. Real servers send some before the first mail. */
    private boolean opening = true;
    /** Why the connection is of no use any more. */
    private @Nullable Throwable cause;
    /** When the first of the open commands was sent, the last part of a message went out, or a reply came in. */
    private long lastProgress;

    private @Nullable ScheduledFuture<?> watch;
    /** When {@link #watch} is due, unless that is to close the connection. */
    private long nextCheck;

    /**
     * Creates the handler of one connection, which expects a greeting.
     *
     * @param workers read the messages that are in files
     * @param replyTimeout the time for each reply that has no other, counted anew with each reply before it and each
     *     part of a message that goes out
     */
    public SmtpChannel(Executor workers, Duration replyTimeout) {
        this.workers = workers;
        this.replyTimeout = replyTimeout;
        this.greeting = new Expected(replyTimeout, false);
        expected.add(greeting);
    }

    /** Returns the first reply, for which no command is sent. */
    public CompletableFuture<SmtpReply> greeting() {
        return greeting.reply;
    }

    /** Returns what {@code steps} returns when run on the event loop, where it is run at once if this is there. */
    public <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> steps) {
        EventLoop loop = channel().eventLoop();
        if (loop.inEventLoop()) {
            return steps.get();
        }
        try {
            return CompletableFuture.completedFuture(steps).thenComposeAsync(Supplier::get, loop);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Tells whether commands can be sent. A peer may have closed without our having noticed yet. */
    public boolean isUsable() {
        return channel().isActive() && !ending;
    }

    /** Returns a future that is done when no reply is open any more. It does not fail. */
    public CompletableFuture<Void> quiet() {
        Expected last = expected.peekLast();
        return last == null ? CompletableFuture.completedFuture(null) : last.reply.handle((reply, failure) -> null);
    }

    /** Notes that the first mail may come: from now on an empty line that was not asked for ends the connection. */
    public void opened() {
        opening = false;
    }

    /** Sends one command. */
    public CompletableFuture<SmtpReply> send(String line) {
        return send(ImmutableList.of(line)).get(0);
    }

    /** Sends all commands in one write (RFC 2920 section 3.1) and returns the reply to each. */
    public List<CompletableFuture<SmtpReply>> send(List<String> lines) {
        List<CompletableFuture<SmtpReply>> replies = expect(lines.size(), replyTimeout, false);
        write(lines);
        channel().flush();
        return replies;
    }

    /** Sends a command whose reply is the last that the peer may send in cleartext: STARTTLS. */
    public CompletableFuture<SmtpReply> sendLast(String line) {
        List<CompletableFuture<SmtpReply>> replies = expect(1, replyTimeout, true);
        write(ImmutableList.of(line));
        channel().flush();
        return replies.get(0);
    }

    /**
     * Sends commands and a message in one write and returns the reply to each command and to the message.
     *
     * @param timeout the time for each reply: a server may hold all of them back to the last (RFC 2920 section 3.2)
     */
    public List<CompletableFuture<SmtpReply>> sendBurst(List<String> lines, MessageOctets message, Duration timeout) {
        List<CompletableFuture<SmtpReply>> replies = expect(lines.size() + 1, timeout, false);
        write(lines);
        write(message, () -> {});
        return replies;
    }

    /**
     * Sends a message.
     *
     * @param timeout the time for its reply once all of it is sent
     * @param next is called when commands may follow: what it sends goes out together with a message that is small, and
     *     behind the last octet of any other
     */
    public CompletableFuture<SmtpReply> send(MessageOctets message, Duration timeout, Runnable next) {
        List<CompletableFuture<SmtpReply>> replies = expect(1, timeout, false);
        write(message, next);
        return replies.get(0);
    }

    private List<CompletableFuture<SmtpReply>> expect(int count, Duration timeout, boolean last) {
        if (expected.isEmpty()) {
            progressed();
        }
        ImmutableList.Builder<CompletableFuture<SmtpReply>> replies = ImmutableList.builder();
        for (int i = 0; i < count; i++) {
            Expected next = new Expected(timeout, last);
            replies.add(next.reply);
            expected.add(next);
        }
        if (channel().isActive()) {
            planCheck();
        } else {
            failExpected();
        }
        return replies.build();
    }

    private void write(List<String> lines) {
        String text = String.join("\r\n", lines) + "\r\n";
        ChannelFuture unused =
                channel().write(ByteBufUtil.writeUtf8(channel().alloc(), text)).addListener(this::noteFailure);
    }

    private void write(MessageOctets message, Runnable next) {
        try {
            if (message.file().isPresent()) {
                ChunkedWriteHandler writer = channel().pipeline().get(ChunkedWriteHandler.class);
                FileChunks chunks = new FileChunks(
                        message.file().get(), workers, channel().eventLoop(), writer::resumeTransfer, this);
                ChannelFuture unusedChunks = channel().write(chunks).addListener(this::endMessage);
            }
        } catch (IOException e) {
            end(e);
        }
        int size = message.octets().readableBytes();
        ChannelFuture end = channel().write(message.octets()).addListener(written -> {
            noteFailure(written);
            if (written.isSuccess()) {
                message.setWritten();
                progressed();
            }
        });
        if (message.file().isEmpty() && size <= TOGETHER && channel().isWritable()) {
            next.run();
        } else {
            ChannelFuture unused = end.addListener(written -> {
                if (written.isSuccess()) {
                    next.run();
                }
            });
        }
        channel().flush();
    }

    /** What was to follow a part that failed must not be sent; where the peer is gone, it cannot be. */
    private void endMessage(Future<?> written) {
        if (written.cause() instanceof IOException) {
            noteFailure(written);
        } else if (!written.isSuccess()) {
            close();
        }
    }

    /** A peer that takes nothing any more may have said why: what it has sent is read before the end. */
    private void noteFailure(Future<?> written) {
        if (!written.isSuccess()) {
            ending = true;
            closeIn(LAST_WORDS);
        }
    }

    /** Has the replies that are still open come soon: the peer has said that it is about to close. */
    public void hurry() {
        closeIn(LAST_WORDS);
    }

    /** Notes that the other side takes what we send: the time for its reply begins anew. */
    void progressed() {
        lastProgress = System.nanoTime();
    }

    /**
     * Puts {@code tls} between this handler and the peer.
     *
     * @return done when the handshake is; fails as it does
     */
    public CompletableFuture<Void> secure(SslHandler tls) {
        channel().pipeline().addFirst(tls);
        return handshake(tls);
    }

    /** Returns a future that ends as the handshake of {@code tls} does. */
    public static CompletableFuture<Void> handshake(SslHandler tls) {
        CompletableFuture<Void> handshake = new CompletableFuture<>();
        Future<?> unused = tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                handshake.complete(null);
            } else {
                handshake.completeExceptionally(done.cause());
            }
        });
        return handshake;
    }

    private Channel channel() {
        return Preconditions.checkNotNull(channel, "not connected");
    }

    /** Closes the connection, without a word. */
    public void close() {
        ending = true;
        ChannelFuture unused = channel().close();
    }

    /** Closes the connection for {@code reason}, which every open reply fails with. */
    void end(Throwable reason) {
        if (cause == null) {
            cause = reason;
        }
        ending = true;
        close();
    }

    /** Closes the connection in {@code time}, whatever comes until then. */
    public void closeIn(Duration time) {
        cancelWatch();
        nextCheck = System.nanoTime();
        watch = channel().eventLoop().schedule(this::close, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void cancelWatch() {
        if (watch != null) {
            watch.cancel(false);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        progressed();
        checkProgress();
        context.fireChannelActive();
    }

    /** Looks whether the peer is late, and when to look again: one task for a connection, not one for each command. */
    private void checkProgress() {
        Expected first = expected.peek();
        long left = first == null ? replyTimeout.toNanos() : lastProgress + first.timeoutNanos - System.nanoTime();
        if (left <= 0) {
            end(new TimeoutException());
        } else {
            checkIn(left);
        }
    }

    private void checkIn(long nanos) {
        nextCheck = System.nanoTime() + nanos;
        watch = channel().eventLoop().schedule(this::checkProgress, nanos, TimeUnit.NANOSECONDS);
    }

    /** What is expected now may have less time than what was expected when the next check was planned. */
    private void planCheck() {
        Expected first = expected.peek();
        boolean late = first != null && lastProgress + first.timeoutNanos - nextCheck < 0;
        if (late && watch != null && watch.cancel(false)) {
            checkIn(lastProgress + first.timeoutNanos - System.nanoTime());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf)) {
            context.fireChannelRead(message);
            return;
        }
        ByteBuf bytes = (ByteBuf) message;
        List<Runnable> answers = new ArrayList<>();
        try {
            read(bytes, answers);
        } catch (ProtocolViolationException e) {
            end(e);
        } finally {
            bytes.release();
        }
        answers.forEach(Runnable::run);
    }

    private void read(ByteBuf bytes, List<Runnable> answers) throws ProtocolViolationException {
        while (bytes.isReadable()) {
            Expected next = expected.peek();
            if (next == null) {
                refuseUnasked(bytes);
                return;
            }
            Optional<SmtpReply> reply = reader.read(bytes, expected.size() > 1);
            if (reply.isEmpty()) {
                return;
            }
            if (next.last && bytes.isReadable()) {
                throw unasked();
            }
            expected.remove();
            progressed();
            planCheck();
            ending |= reply.get().isGoodBye();
            answers.add(() -> next.reply.complete(reply.get()));
        }
    }

    private void refuseUnasked(ByteBuf bytes) throws ProtocolViolationException {
        while (bytes.isReadable()) {
            byte octet = bytes.readByte();
            if (!opening || (octet != '\n' && !ReplyReader.isBlank(octet))) {
                throw unasked();
            }
        }
    }

    private static ProtocolViolationException unasked() {
        return new ProtocolViolationException("the peer sent a reply to no command");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        end(failure);
    }

    /** The reason for the end may still be on its way up the pipeline, so open replies fail after that. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ending = true;
        cancelWatch();
        context.executor().execute(this::failExpected);
        context.fireChannelInactive();
    }

    private void failExpected() {
        Throwable reason = cause == null ? new ClosedChannelException() : cause;
        for (Expected next = expected.poll(); next != null; next = expected.poll()) {
            next.reply.completeExceptionally(reason);
        }
    }
}
