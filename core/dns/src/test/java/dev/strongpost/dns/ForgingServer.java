// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

import dev.strongpost.testkit.Loopback;

/** Stands between a resolver and its name server: it passes queries on, and answers some of them itself. */
final class ForgingServer implements Closeable {
    private static final int LARGEST = 4096;

    private final DatagramSocket socket;
    private final SimpleResolver behind;
    private final Map<String, Consumer<Message>> forgeries = new ConcurrentHashMap<>();

    private ForgingServer(InetSocketAddress behind) throws IOException {
        this.socket = new DatagramSocket(new InetSocketAddress(Loopback.freshAddress(), 0));
        this.behind = new SimpleResolver(behind);
        Thread thread = new Thread(this::serve, "forging-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts it before the name server at that address. */
    static ForgingServer before(InetSocketAddress server) {
        try {
            return new ForgingServer(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Has queries of a name and type answered by what {@code content} puts into an empty answer. */
    void forge(String name, int type, Consumer<Message> content) {
        forgeries.put(Name.fromConstantString(name) + " " + type, content);
    }

    private void serve() {
        byte[] buffer = new byte[LARGEST];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                byte[] answer = answer(query).toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                // A query without an answer, or the end.
            }
        }
    }

    private Message answer(Message query) throws IOException {
        Consumer<Message> forgery = forgeries.get(
                query.getQuestion().getName() + " " + query.getQuestion().getType());
        if (forgery == null) {
            return behind.send(query);
        }
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        forgery.accept(answer);
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
