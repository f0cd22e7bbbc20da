// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.receiver;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;

/**
 * One connection. It takes whatever comes in an order that makes sense to it: a benchmark has no faults to find.
 * Replies to commands that arrived together leave together.
 */
// Netty tells of a connection that broke by channelInactive too.
@SuppressWarnings("FutureReturnValueIgnored")
final class SmtpSession extends ByteToMessageDecoder {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final long HANDSHAKE_MILLIS = 120_000;
    private static final String EXTENSIONS = "250-PIPELINING\r\n250-8BITMIME\r\n";

    private enum Phase {
        COMMANDS,
        LINES,
        CHUNK
    }

    private final ReceiverSettings settings;
    private final SSLContext tls;
    private final Counters counters;
    private Phase phase = Phase.COMMANDS;
    private long chunkLeft;
    private boolean lastChunk;
    private boolean secured;
    private final StringBuilder replies = new StringBuilder();
    private boolean startTls;
    private boolean quit;

    SmtpSession(ReceiverSettings settings, SSLContext tls, Counters counters) {
        this.settings = settings;
        this.tls = tls;
        this.counters = counters;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        counters.connected();
        replies.append("220 receiver.example ESMTP\r\n");
        flushReplies(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        counters.disconnected();
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        super.channelRead(context, message);
        if (settings.pauseMillis() > 0 && phase != Phase.COMMANDS) {
            context.channel().config().setAutoRead(false);
            context.executor()
                    .schedule(
                            () -> context.channel().config().setAutoRead(true),
                            settings.pauseMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (replies.length() > 0) {
            flushReplies(context);
        }
        super.channelReadComplete(context);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (in.isReadable()) {
            if (phase == Phase.CHUNK) {
                skipChunk(in);
                continue;
            }
            int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
            if (end < 0) {
                if (in.readableBytes() > LONGEST_LINE) {
                    context.close();
                }
                return;
            }
            if (phase == Phase.LINES) {
                messageLine(in, end);
            } else {
                command(in.readCharSequence(end + 1 - in.readerIndex(), StandardCharsets.US_ASCII)
                        .toString()
                        .trim());
            }
        }
    }

    private void skipChunk(ByteBuf in) {
        int count = (int) Math.min(chunkLeft, in.readableBytes());
        in.skipBytes(count);
        chunkLeft -= count;
        endOfChunk();
    }

    private void endOfChunk() {
        if (chunkLeft > 0) {
            return;
        }
        phase = Phase.COMMANDS;
        if (lastChunk) {
            accepted();
        } else {
            replies.append("250 2.0.0 go on\r\n");
        }
    }

    /** RFC 5321 section 4.1.1.4: a line with nothing but a dot ends the message. */
    private void messageLine(ByteBuf in, int end) {
        boolean last = end == in.readerIndex() + 2 && in.getByte(in.readerIndex()) == '.';
        in.readerIndex(end + 1);
        if (last) {
            phase = Phase.COMMANDS;
            accepted();
        }
    }

    private void accepted() {
        counters.accepted();
        replies.append("250 2.0.0 taken\r\n");
    }

    private void command(String line) {
        int space = line.indexOf(' ');
        String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        switch (verb) {
            case "EHLO" ->
                replies.append("250-receiver.example\r\n")
                        .append(secured ? "" : "250-STARTTLS\r\n")
                        .append(EXTENSIONS)
                        .append(settings.chunking() ? "250-CHUNKING\r\n" : "")
                        .append("250 SIZE 104857600\r\n");
            case "STARTTLS" -> {
                startTls = true;
                replies.append("220 2.0.0 go ahead\r\n");
            }
            case "DATA" -> {
                phase = Phase.LINES;
                replies.append("354 go ahead\r\n");
            }
            case "BDAT" -> chunk(line);
            case "QUIT" -> {
                quit = true;
                replies.append("221 2.0.0 bye\r\n");
            }
            default -> replies.append("250 2.0.0 fine\r\n");
        }
    }

    /** RFC 3030 section 2: {@code BDAT size [LAST]}, and as many octets right behind the line. */
    private void chunk(String line) {
        String[] words = line.split(" ", 3);
        chunkLeft = Long.parseLong(words[1]);
        lastChunk = words.length == 3;
        phase = Phase.CHUNK;
        endOfChunk();
    }

    private void flushReplies(ChannelHandlerContext context) {
        ByteBuf bytes = context.alloc().buffer(replies.length());
        bytes.writeCharSequence(replies, StandardCharsets.US_ASCII);
        replies.setLength(0);
        boolean thenSecure = startTls;
        boolean thenClose = quit;
        startTls = false;
        if (settings.delayMillis() == 0) {
            send(context, bytes, thenSecure, thenClose);
        } else {
            context.executor()
                    .schedule(
                            () -> send(context, bytes, thenSecure, thenClose),
                            settings.delayMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private void send(ChannelHandlerContext context, ByteBuf bytes, boolean thenSecure, boolean thenClose) {
        context.writeAndFlush(bytes);
        if (thenSecure) {
            secure(context);
        }
        if (thenClose) {
            context.close();
        }
    }

    /**
     * The client is silent between STARTTLS and our 220 (RFC 3207 section 4), so what comes next is its ClientHello.
     */
    private void secure(ChannelHandlerContext context) {
        long began = System.currentTimeMillis();
        SSLEngine engine = tls.createSSLEngine();
        engine.setUseClientMode(false);
        if (settings.tls() == 12) {
            engine.setEnabledProtocols(new String[] {"TLSv1.2"});
        }
        SslHandler handler = new SslHandler(engine);
        // A thousand handshakes at the same time take longer than the ten seconds that Netty grants each.
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                counters.handshake(isResumed(engine.getSession(), began));
            } else {
                counters.handshakeFailed();
            }
        });
        context.pipeline().addFirst(handler);
        secured = true;
    }

    /** A session that JSSE resumes keeps the time of its creation. */
    private static boolean isResumed(SSLSession session, long began) {
        return session.getCreationTime() < began;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
