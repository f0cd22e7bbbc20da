// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A server without TLS that takes one message, and that slowly: a piece, then a pause, as one behind a thin line. */
final class SlowReader implements AutoCloseable {
    private static final int RECEIVE_BUFFER = 16 * 1024;
    private static final int PIECE = 64 * 1024;

    private final ServerSocket server = new ServerSocket();
    private final Duration pause;
    private final CompletableFuture<Long> octets;

    SlowReader(InetAddress address, int port, Duration pause) throws IOException {
        this.pause = pause;
        server.setReceiveBufferSize(RECEIVE_BUFFER);
        server.bind(new InetSocketAddress(address, port));
        octets = CompletableFuture.supplyAsync(this::serve);
    }

    /** Returns how many octets the message had, with its final dot, once it was answered. */
    CompletableFuture<Long> octets() {
        return octets;
    }

    private long serve() {
        try (Socket socket = server.accept();
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1024)) {
            say(socket, "220 slow.example ready");
            for (String line = line(in); !line.equals("DATA"); line = line(in)) {
                say(socket, "250 go on");
            }
            say(socket, "354 slowly");
            long count = read(in);
            say(socket, "250 2.0.0 taken");
            line(in);
            return count;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private long read(InputStream in) throws IOException, InterruptedException {
        byte[] piece = new byte[PIECE];
        String end = "";
        long count = 0;
        while (!end.endsWith("\r\n.\r\n")) {
            int length = in.read(piece);
            if (length < 0) {
                throw new IOException("cut after " + count + " octets");
            }
            count += length;
            String tail = new String(piece, Math.max(0, length - 5), Math.min(5, length), StandardCharsets.US_ASCII);
            end = (end + tail).substring(Math.max(0, end.length() + tail.length() - 5));
            Thread.sleep(pause.toMillis());
        }
        return count;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString().trim();
    }

    private static void say(Socket socket, String reply) throws IOException {
        socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
