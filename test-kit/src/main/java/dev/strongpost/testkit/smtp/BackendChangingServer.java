// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import dev.strongpost.testkit.SmtpLines;

/**
 * A host whose backends do not share their TLS sessions: a ClientHello that offers to resume one gets a fatal alert, one
 * that does not a proper handshake. It takes one command at a time and every mail.
 */
public final class BackendChangingServer implements Closeable {
    private static final int CLIENT_HELLO_FIXED = 5 + 4 + 2 + 32;
    private static final int PRE_SHARED_KEY = 41;

    private final ServerSocket listener;
    private final SSLContext context;
    private final int alert;
    private final AtomicInteger refused = new AtomicInteger();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private BackendChangingServer(ServerSocket listener, SSLContext context, int alert) {
        this.listener = listener;
        this.context = context;
        this.alert = alert;
    }

    /** Starts at {@code address}, and refuses with that alert (RFC 8446 section 6): 40, handshake_failure, or 70. */
    public static BackendChangingServer listen(InetSocketAddress address, SSLContext context, int alert)
            throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.bind(address);
        BackendChangingServer server = new BackendChangingServer(listener, context, alert);
        start(server::accept);
        return server;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "backend-changing-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns how many handshakes were refused. */
    public int refused() {
        return refused.get();
    }

    /** Returns how each mail came: {@code TLSv1.3} or {@code cleartext}. */
    public List<String> taken() {
        return List.copyOf(taken);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setSoTimeout(30_000);
                open.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            SmtpLines.write(socket.getOutputStream(), "220 mx.example");
            if (talk(socket.getInputStream(), socket.getOutputStream(), "cleartext")) {
                secure(socket);
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    /** Talks until the end. Returns whether it ended with STARTTLS. */
    private boolean talk(InputStream in, OutputStream out, String how) throws IOException {
        while (true) {
            String line = SmtpLines.read(in);
            String verb = line.substring(0, Math.min(4, line.length()));
            if (line.equals("STARTTLS")) {
                SmtpLines.write(out, "220 go ahead");
                return true;
            } else if (verb.equals("EHLO")) {
                SmtpLines.write(out, how.equals("cleartext") ? "250-mx.example\r\n250 STARTTLS" : "250 mx.example");
            } else if (verb.equals("DATA")) {
                SmtpLines.write(out, "354 go ahead");
                while (!SmtpLines.read(in).equals(".")) {
                    // The message does not matter.
                }
                taken.add(how);
                SmtpLines.write(out, "250 taken");
            } else {
                SmtpLines.write(out, verb.equals("QUIT") ? "221 bye" : "250 ok");
            }
        }
    }

    private void secure(Socket socket) throws IOException {
        byte[] hello = record(socket.getInputStream());
        if (offersToResume(hello)) {
            refused.incrementAndGet();
            socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, (byte) alert});
            return;
        }
        SSLSocket tls =
                (SSLSocket) context.getSocketFactory().createSocket(socket, new ByteArrayInputStream(hello), true);
        tls.startHandshake();
        talk(tls.getInputStream(), tls.getOutputStream(), tls.getSession().getProtocol());
    }

    private static byte[] record(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        byte[] head = new byte[5];
        data.readFully(head);
        int length = number(head, 3);
        byte[] record = new byte[5 + length];
        System.arraycopy(head, 0, record, 0, 5);
        data.readFully(record, 5, length);
        return record;
    }

    /** RFC 8446 section 4.1.2: a pre_shared_key extension; RFC 5077 section 3.2: a ticket that is not empty. */
    private static boolean offersToResume(byte[] hello) {
        int at = CLIENT_HELLO_FIXED;
        at += 1 + (hello[at] & 0xFF); // session id
        at += 2 + number(hello, at); // suites
        at += 1 + (hello[at] & 0xFF); // compression
        at += 2;
        while (at + 4 <= hello.length) {
            int type = number(hello, at);
            int length = number(hello, at + 2);
            if (type == PRE_SHARED_KEY || (type == 35 && length > 0)) {
                return true;
            }
            at += 4 + length;
        }
        return false;
    }

    private static int number(byte[] octets, int at) {
        return ((octets[at] & 0xFF) << 8) | (octets[at + 1] & 0xFF);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
