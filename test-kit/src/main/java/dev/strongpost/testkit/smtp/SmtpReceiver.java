// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import com.google.common.collect.ImmutableList;

import dev.strongpost.testkit.Loopback;

/**
 * An SMTP host (RFC 5321) inside the test's JVM, on real sockets, with STARTTLS (RFC 3207) through JSSE. It takes every
 * mail that its {@link ReceiverBehaviour} does not refuse, and keeps everything that was said. One thread a connection;
 * all of them end with {@link #close()}.
 */
public final class SmtpReceiver implements Closeable {
    private static final int BACKLOG = 200;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final ServerSocket server;
    private final ReceiverJournal journal = new ReceiverJournal();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile ReceiverBehaviour behaviour;

    private SmtpReceiver(ServerSocket server, ReceiverBehaviour behaviour) {
        this.server = server;
        this.behaviour = behaviour;
    }

    /** Starts a receiver on a free port of a fresh loopback address. */
    public static SmtpReceiver listen(ReceiverBehaviour behaviour) {
        return listen(new InetSocketAddress(Loopback.freshAddress(), 0), behaviour);
    }

    /** Starts a receiver on the address given; port 0 is a free one. */
    public static SmtpReceiver listen(InetSocketAddress address, ReceiverBehaviour behaviour) {
        try {
            SmtpReceiver receiver = new SmtpReceiver(bind(address), behaviour);
            receiver.start("smtp-receiver-" + receiver.port(), receiver::accept);
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on " + address, e);
        }
    }

    private static ServerSocket bind(InetSocketAddress address) throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(address, BACKLOG);
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** Returns the address and port that it listens on. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Returns the IP address that it listens on, such as {@code 127.33.4.5}. */
    public String host() {
        return address().getAddress().getHostAddress();
    }

    /** Returns the port that it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** Returns the active behaviour. */
    public ReceiverBehaviour behaviour() {
        return behaviour;
    }

    /** Makes another behaviour the active one; conversations under way follow it from their next reply on. */
    public void behave(ReceiverBehaviour next) {
        this.behaviour = next;
    }

    /** Returns the mails taken so far, in the order of their 250. */
    public ImmutableList<ReceivedMail> received() {
        return journal.mails();
    }

    /** Returns the conversations so far, those under way included, in the order of arrival. */
    public ImmutableList<Transcript> transcripts() {
        return journal.transcripts();
    }

    /** Returns how many connections have been accepted so far. */
    public int connections() {
        return journal.connections();
    }

    /**
     * Waits until it has taken so many mails and returns them all.
     *
     * @throws AssertionError with all transcripts when they do not come in time
     */
    public ImmutableList<ReceivedMail> awaitReceived(int count, Duration timeout) {
        return journal.awaitMails(count, timeout);
    }

    /**
     * Waits until so many connections have come and gone, and returns all transcripts.
     *
     * @throws AssertionError with all transcripts when they do not in time
     */
    public ImmutableList<Transcript> awaitConnectionsEnded(int count, Duration timeout) {
        journal.awaitConnectionsEnded(count, timeout);
        return journal.transcripts();
    }

    /** Stops listening, cuts the connections there are, and waits for the threads. What was received stays readable. */
    @Override
    public void close() {
        closing.countDown();
        closeQuietly(server);
        sockets.forEach(SmtpReceiver::closeQuietly);
        threads.forEach(SmtpReceiver::join);
    }

    private void accept() {
        while (closing.getCount() > 0) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                if (closing.getCount() == 0) {
                    socket.close();
                    return;
                }
                start("smtp-receiver-" + port() + "-" + (connections() + 1), () -> serve(socket, journal.open()));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, TranscriptRecorder transcript) {
        try (ReceiverWire wire = new ReceiverWire(socket, transcript)) {
            Conversation conversation = new Conversation(wire, this::behaviour, closing);
            new ReceiverConnection(conversation, journal).run();
        } catch (ConnectionEnded e) {
            transcript.note("ended by the receiver");
        } catch (IOException | RuntimeException e) {
            transcript.note("broken off: " + e);
        } finally {
            sockets.remove(socket);
            journal.close(transcript);
        }
    }

    private void start(String name, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    work.run();
                    threads.remove(Thread.currentThread());
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private static void join(Thread thread) {
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // It was to be gone, and is.
        }
    }
}
