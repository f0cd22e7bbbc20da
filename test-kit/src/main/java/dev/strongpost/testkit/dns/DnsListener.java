// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.dns;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The sockets of a {@link FakeDns}: one thread for UDP, one for TCP that takes one asker after the other. */
final class DnsListener implements Closeable {
    private static final int LARGEST_QUERY = 4096;
    private static final int TCP_IDLE_MILLISECONDS = 5_000;
    private static final int CLOSE_MILLISECONDS = 10_000;
    private static final int BACKLOG = 50;

    private final DnsAnswers answers;
    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final List<Thread> threads;
    private volatile Socket asker = new Socket();

    DnsListener(InetSocketAddress address, DnsAnswers answers) throws IOException {
        this.answers = answers;
        this.tcp = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
        this.udp = new DatagramSocket((InetSocketAddress) tcp.getLocalSocketAddress());
        this.threads = List.of(new Thread(this::serveUdp, "fake-dns-udp"), new Thread(this::serveTcp, "fake-dns-tcp"));
        for (Thread thread : threads) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) tcp.getLocalSocketAddress();
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
            asker.close();
            for (Thread thread : threads) {
                thread.join(CLOSE_MILLISECONDS);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot close a listening socket", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serveUdp() {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST_QUERY], LARGEST_QUERY);
        while (!udp.isClosed()) {
            try {
                packet.setLength(LARGEST_QUERY);
                udp.receive(packet);
                answerUdp(packet);
            } catch (IOException e) {
                // A closed socket ends the loop; a question that is none gets no answer.
            }
        }
    }

    private void answerUdp(DatagramPacket query) throws IOException {
        Optional<byte[]> answer = answers.overUdp(Arrays.copyOf(query.getData(), query.getLength()));
        if (answer.isPresent()) {
            udp.send(new DatagramPacket(answer.get(), answer.get().length, query.getSocketAddress()));
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                asker = socket;
                socket.setSoTimeout(TCP_IDLE_MILLISECONDS);
                answerTcp(socket);
            } catch (IOException e) {
                // As above; an asker that left is no fault of ours.
            }
        }
    }

    /** RFC 1035 section 4.2.2: each message behind its length in two octets. */
    private void answerTcp(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        while (true) {
            byte[] query = new byte[in.readUnsignedShort()];
            in.readFully(query);
            Optional<byte[]> answer = answers.overTcp(query);
            if (answer.isPresent()) {
                out.writeShort(answer.get().length);
                out.write(answer.get());
                out.flush();
            }
        }
    }
}
