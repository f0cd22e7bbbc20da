// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;

import dev.strongpost.dns.AddressFamily;
import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.HostLookup;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;

/**
 * Gets policies over HTTPS from {@code https://mta-sts.DOMAIN/.well-known/mta-sts.txt} (RFC 8461 section 3.3): the
 * certificate has to be trusted and to name the host, redirects are not followed, the answer is {@code text/plain} of at
 * most 64 KiB, and all of it takes at most a minute. Thread-safe.
 */
public final class HttpsPolicyFetcher implements PolicyFetcher, Closeable {
    /** RFC 8461 section 3.3 suggests it. */
    static final int LARGEST = 64 * 1024;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String PATH = "/.well-known/mta-sts.txt";
    private static final int HTTPS = 443;
    private static final int MOST_ADDRESSES = 4;
    private static final int LARGEST_HEADER = 16 * 1024;

    private final HostLookup dns;
    private final SSLContext context;
    private final int port;
    private final Duration timeout;
    private final NioEventLoopGroup loops =
            new NioEventLoopGroup(1, new DefaultThreadFactory("strongpost-mta-sts", true));

    /** Takes the resolver, and the context that knows whom to trust. */
    public HttpsPolicyFetcher(HostLookup dns, SSLContext context) {
        this(dns, context, HTTPS, TIMEOUT);
    }

    HttpsPolicyFetcher(HostLookup dns, SSLContext context, int port, Duration timeout) {
        this.dns = dns;
        this.context = context;
        this.port = port;
        this.timeout = timeout;
    }

    @Override
    public CompletableFuture<String> fetch(String domain) {
        String host = "mta-sts." + domain;
        CompletableFuture<String> text = new CompletableFuture<>();
        CompletableFuture<?> unused = dns.addresses(host, AddressFamily.IPV4)
                .thenCombine(
                        dns.addresses(host, AddressFamily.IPV6),
                        (four, six) -> DnsAnswer.merged(ImmutableList.of(six, four)))
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        text.completeExceptionally(failure);
                    } else {
                        connect(host, answer, text);
                    }
                });
        // The whole of it: a host that sends an octet a second is none that publishes a policy.
        return text.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void connect(String host, DnsAnswer<InetAddress> answer, CompletableFuture<String> text) {
        if (answer.records().isEmpty()) {
            text.completeExceptionally(new IOException(answer.failure().orElse("there is no host " + host)));
        } else {
            connect(
                    host,
                    answer.records().stream().limit(MOST_ADDRESSES).collect(Collectors.toList()),
                    new Exchange(host, text));
        }
    }

    /** Tries the next address only where the one before takes no connection. */
    private void connect(String host, List<InetAddress> addresses, Exchange exchange) {
        ChannelFuture connecting = bootstrap(exchange).connect(new InetSocketAddress(addresses.get(0), port));
        CompletableFuture<?> unused = exchange.text.whenComplete((text, failure) -> {
            ChannelFuture unusedEnd = connecting.channel().close();
        });
        ChannelFuture unusedListener = connecting.addListener(done -> {
            if (!done.isSuccess() && addresses.size() > 1 && !exchange.text.isDone()) {
                connect(host, addresses.subList(1, addresses.size()), new Exchange(host, exchange.text));
            } else if (!done.isSuccess()) {
                exchange.fail("no connection to " + host);
            }
        });
    }

    private Bootstrap bootstrap(Exchange exchange) {
        return new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        timeout.dividedBy(4).toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        exchange.install(channel, engine(exchange.host));
                    }
                });
    }

    private SSLEngine engine(String host) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        // RFC 8461 section 3.3: the certificate is checked as for any HTTPS (RFC 2818).
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setServerNames(ImmutableList.of(new SNIHostName(host)));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** One request and its answer. */
    private static final class Exchange extends SimpleChannelInboundHandler<FullHttpResponse> {
        final String host;
        final CompletableFuture<String> text;

        Exchange(String host, CompletableFuture<String> text) {
            this.host = host;
            this.text = text;
        }

        void install(Channel channel, SSLEngine engine) {
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.addLast(new SslHandler(engine));
            pipeline.addLast(new HttpClientCodec(LARGEST_HEADER, LARGEST_HEADER, LARGEST));
            pipeline.addLast(new HttpObjectAggregator(LARGEST, true));
            pipeline.addLast(this);
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, PATH);
            request.headers()
                    .set(HttpHeaderNames.HOST, host)
                    .set(HttpHeaderNames.ACCEPT, HttpHeaderValues.TEXT_PLAIN)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            ChannelFuture unused = context.writeAndFlush(request);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            if (!response.status().equals(HttpResponseStatus.OK)) {
                fail("HTTP " + response.status().code() + " from " + host);
            } else if (!isPlainText(response.headers().get(HttpHeaderNames.CONTENT_TYPE, ""))) {
                fail("no text/plain from " + host);
            } else {
                text.complete(response.content().toString(StandardCharsets.UTF_8));
            }
        }

        private static boolean isPlainText(String contentType) {
            int semicolon = contentType.indexOf(';');
            String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
            return Ascii.equalsIgnoreCase(CharMatcher.whitespace().trimFrom(type), "text/plain");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            fail("no policy from " + host + ": " + cause.getMessage());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            fail(host + " closed the connection");
        }

        private void fail(String why) {
            text.completeExceptionally(new IOException(why));
        }
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        Future<?> unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
