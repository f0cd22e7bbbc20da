// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

/**
 * A server without any manners of its own: it says what a test has it say, octet for octet. In what it is to say, four
 * words in braces are acts: {@code {flush}} ends a segment, {@code {sleep 600}} ends one and waits so many milliseconds,
 * {@code {close}} ends the connection, {@code {silence}} lets nothing more out on it. What is said otherwise goes out in
 * one segment, when nothing more is there to read.
 */
public final class ScriptedServer implements Closeable {
    private static final Pattern ACT = Pattern.compile("\\{(flush|close|silence|sleep (\\d{1,5}))\\}");
    private static final Splitter WORDS = Splitter.on(' ');
    private static final int SOCKET_TIMEOUT_MILLIS = 60_000;

    /** What the server says. Line ends and all. */
    public interface Script {
        /** Returns what the {@code connection}th connection, from 1, is greeted with. */
        String greeting(int connection);

        /** Returns what is said to a command line. */
        String reply(int connection, String command);

        /** Returns what is said to a message, of which {@code text} is what came: dots and all for DATA. */
        String taken(int connection, String text);

        /** Tells whether BDAT is a known command, so that its chunk is no command. */
        default boolean knowsChunks() {
            return true;
        }
    }

    private final ServerSocket socket;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "scripted-server");
        thread.setDaemon(true);
        return thread;
    });

    private ScriptedServer(ServerSocket socket, Script script) {
        this.socket = socket;
        this.script = script;
    }

    /** Begins to listen at {@code address}. */
    public static ScriptedServer listen(InetSocketAddress address, Script script) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(address, 50);
        ScriptedServer server = new ScriptedServer(socket, script);
        server.threads.execute(server::accept);
        return server;
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Returns how many connections there were. */
    public int connections() {
        return connections.get();
    }

    /** Returns all command lines of all connections, each with the number of its connection: {@code 1 QUIT}. */
    public ImmutableList<String> commands() {
        return ImmutableList.copyOf(commands);
    }

    /** Returns all messages that came whole. */
    public ImmutableList<String> messages() {
        return ImmutableList.copyOf(messages);
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                Socket accepted = socket.accept();
                open.add(accepted);
                int number = connections.incrementAndGet();
                threads.execute(() -> new Session(number, accepted).serve());
            }
        } catch (IOException e) {
            // Closed: nothing more to accept.
        }
    }

    private final class Session {
        private final int number;
        private final Socket peer;
        private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
        private boolean silent;

        private Session(int number, Socket peer) {
            this.number = number;
            this.peer = peer;
        }

        private void serve() {
            try (peer) {
                peer.setTcpNoDelay(true);
                peer.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
                InputStream in = new BufferedInputStream(peer.getInputStream());
                if (!say(script.greeting(number))) {
                    return;
                }
                boolean goOn = true;
                while (goOn) {
                    goOn = answer(in);
                }
            } catch (IOException e) {
                // The client left, or was to be left.
            }
        }

        private boolean answer(InputStream in) throws IOException {
            String command = line(in);
            commands.add(number + " " + command);
            if (command.startsWith("BDAT ") && script.knowsChunks()) {
                int size = Integer.parseInt(WORDS.splitToList(command).get(1));
                return taken(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1));
            }
            String reply = script.reply(number, command);
            if (!say(reply)) {
                return false;
            }
            boolean goesAhead = ACT.matcher(reply).replaceAll("").startsWith("354");
            return !(command.equals("DATA") && goesAhead) || taken(message(in));
        }

        private boolean taken(String message) throws IOException {
            messages.add(message);
            return say(script.taken(number, message));
        }

        private String message(InputStream in) throws IOException {
            flush();
            StringBuilder message = new StringBuilder();
            while (message.indexOf("\r\n.\r\n") < 0 && !message.toString().equals(".\r\n")) {
                int octet = in.read();
                if (octet < 0) {
                    throw new IOException("cut in the message");
                }
                message.append((char) octet);
            }
            return message.toString();
        }

        private String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            while (true) {
                if (in.available() == 0) {
                    flush();
                }
                int octet = in.read();
                if (octet < 0) {
                    throw new EOFException("the client left");
                }
                if (octet == '\n') {
                    return line.toString().trim();
                }
                line.append((char) octet);
            }
        }

        /** Says {@code text}, and returns whether the connection is to go on. */
        private boolean say(String text) throws IOException {
            Matcher act = ACT.matcher(text);
            int from = 0;
            while (act.find()) {
                write(text.substring(from, act.start()));
                from = act.end();
                if (act.group(1).equals("close")) {
                    flush();
                    return false;
                }
                silent |= act.group(1).equals("silence");
                flush();
                pause(act.group(2));
            }
            write(text.substring(from));
            return true;
        }

        private void write(String text) throws IOException {
            if (!silent) {
                unsent.write(text.getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        private void flush() throws IOException {
            if (unsent.size() > 0) {
                peer.getOutputStream().write(unsent.toByteArray());
                unsent.reset();
            }
        }

        private void pause(String millis) throws IOException {
            try {
                Thread.sleep(millis == null ? 0 : Long.parseLong(millis));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket each : open) {
            each.close();
        }
        threads.shutdownNow();
    }
}
