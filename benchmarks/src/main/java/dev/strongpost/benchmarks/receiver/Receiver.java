// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.receiver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import javax.net.ssl.SSLContext;

import dev.strongpost.benchmarks.process.ChildProcess;
import dev.strongpost.benchmarks.process.CommandLoop;
import dev.strongpost.benchmarks.process.Figures;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/** A receiver in a process of its own, and, as a main class, that process. */
public final class Receiver implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BACKLOG = 4096;
    private static final int TRIES = 20;

    private final ReceiverSettings settings;
    private final ChildProcess process;

    private Receiver(ReceiverSettings settings) {
        this.settings = settings;
        this.process = ChildProcess.start("receiver", Receiver.class, List.of("-Xmx512m"), settings.toArguments());
    }

    /** Starts one, which listens when this returns. */
    public static Receiver start(ReceiverSettings settings) {
        return new Receiver(settings);
    }

    /** Returns where its hosts listen. */
    public Hosts hosts() {
        return new Hosts((int) process.ready().get("network"));
    }

    /** Returns how it behaves. */
    public ReceiverSettings settings() {
        return settings;
    }

    /** Has it count from nothing. */
    public void reset() {
        process.ask(PATIENCE, "reset");
    }

    /** Returns its counters as they are. */
    public Figures counters() {
        return process.ask(PATIENCE, "await", 0, 0);
    }

    /** Returns its counters as soon as it has taken {@code mails}, or when {@code patience} is over. */
    public Figures await(long mails, Duration patience) {
        return process.ask(patience.plus(PATIENCE), "await", mails, patience.toMillis());
    }

    @Override
    public void close() {
        process.close();
    }

    /** Listens and answers the commands of the parent. */
    public static void main(String[] arguments) throws InterruptedException {
        CommandLoop commands = new CommandLoop();
        ReceiverSettings settings = ReceiverSettings.fromArguments(arguments);
        Counters counters = new Counters();
        Hosts hosts = listen(settings, counters);
        commands.on("reset", none -> counters.reset())
                .on("await", numbers -> counters.await(numbers.get(0), numbers.get(1)))
                .run(new Figures(Map.of("network", (long) hosts.network())));
    }

    /** Somebody else may have the port on one of the addresses: then another network is tried. */
    private static Hosts listen(ReceiverSettings settings, Counters counters) throws InterruptedException {
        EventLoopGroup loops = new NioEventLoopGroup();
        SSLContext tls = TestCertificateAuthority.create().issue("*.example").serverContext();
        ServerBootstrap speaking = bootstrap(loops, new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new SmtpSession(settings, tls, counters));
            }
        });
        ServerBootstrap mute = bootstrap(loops, new MuteSession(counters));
        for (int i = 0; i < TRIES; i++) {
            Hosts hosts = new Hosts(ThreadLocalRandom.current().nextInt(10, 251));
            if (bindAll(hosts, settings, speaking, mute)) {
                return hosts;
            }
        }
        throw new IllegalStateException("port " + Hosts.PORT + " is taken on all loopback addresses, or not allowed");
    }

    private static ServerBootstrap bootstrap(EventLoopGroup loops, ChannelHandler session) {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(session);
    }

    private static boolean bindAll(
            Hosts hosts, ReceiverSettings settings, ServerBootstrap speaking, ServerBootstrap mute)
            throws InterruptedException {
        List<Channel> bound = new ArrayList<>();
        for (int i = 0; i < settings.hosts(); i++) {
            ServerBootstrap bootstrap = settings.isMute(i) ? mute : speaking;
            ChannelFuture binding = bootstrap.bind(hosts.socketAddress(i)).await();
            if (!binding.isSuccess()) {
                for (Channel channel : bound) {
                    channel.close().sync();
                }
                return false;
            }
            bound.add(binding.channel());
        }
        return true;
    }
}
