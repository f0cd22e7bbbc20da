// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.google.common.util.concurrent.ThreadFactoryBuilder;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.Future;

/**
 * The threads of one delivery mailet: a few event loops for all connections, workers for what blocks. Their number does
 * not grow with connections or mails. Idle ones end.
 */
public final class ClientThreads implements AutoCloseable {
    private static final int EVENT_LOOPS =
            Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
    private static final int WORKERS = 8;
    private static final int RESOLVERS = 16;
    private static final Duration KEEP = Duration.ofSeconds(30);

    private final EventLoopGroup eventLoops = new NioEventLoopGroup(EVENT_LOOPS, named("strongpost-io-%d"));
    private final ExecutorService workers = pool(WORKERS, "strongpost-worker-%d");
    private final ExecutorService resolvers = pool(RESOLVERS, "strongpost-dns-%d");

    /** Returns the event loops. Nothing that blocks may run there. */
    public EventLoopGroup eventLoops() {
        return eventLoops;
    }

    /** Returns the workers for queue, message and processor. */
    public ExecutorService workers() {
        return workers;
    }

    /**
     * Returns the workers for DNS, apart from the others: a name server that does not answer holds up only lookups.
     */
    public ExecutorService resolvers() {
        return resolvers;
    }

    private static ExecutorService pool(int size, String names) {
        // What waits here is bounded by the number of mails in flight.
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, KEEP.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), named(names));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory named(String names) {
        return new ThreadFactoryBuilder().setDaemon(true).setNameFormat(names).build();
    }

    /**
     * Ends the event loops, and with them all connections, and interrupts lookups. Lookups that have not begun are
     * run here and now, since a task that is dropped never ends; they have to see for themselves that it is too late.
     */
    public void interrupt() {
        Future<?> unused = eventLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        resolvers.shutdownNow().forEach(Runnable::run);
    }

    @Override
    public void close() {
        interrupt();
        workers.shutdown();
    }
}
