// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.receiver;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import com.google.common.primitives.Bytes;

/**
 * A client that does nothing but push one message as often as it can over a few connections: what it reaches is the
 * most that the receiver, and this machine, can take. It writes each message and the envelope of the next one at once.
 */
public final class RawClient {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final byte[] ENVELOPE =
            ascii("MAIL FROM:<sender@james.example>\r\nRCPT TO:<someone@d0.example>\r\nDATA\r\n");
    private static final byte[] END = ascii(".\r\n");

    private final InetSocketAddress host;
    private final byte[] message;
    private final boolean secured;

    /** Makes a client for {@code host} and {@code message}, of which no line begins with a dot. It uses TLS. */
    public RawClient(InetSocketAddress host, byte[] message) {
        this(host, message, true);
    }

    private RawClient(InetSocketAddress host, byte[] message, boolean secured) {
        this.host = host;
        this.message = message.clone();
        this.secured = secured;
    }

    /** Returns a client without TLS, to fill somebody's queue. */
    public static RawClient inClear(InetSocketAddress host, byte[] message) {
        return new RawClient(host, message, false);
    }

    /** Sends {@code messages} over so many connections at a time, and returns the messages per second. */
    public double messagesPerSecond(int connections, int messages) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                work.add(() -> send(messages / connections));
            }
            long began = System.nanoTime();
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
            return messages / connections * connections * 1e9 / (System.nanoTime() - began);
        } finally {
            threads.shutdownNow();
        }
    }

    private Void send(int messages) throws IOException, GeneralSecurityException {
        try (Socket plain = new Socket()) {
            plain.connect(host, TIMEOUT_MILLIS);
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(TIMEOUT_MILLIS);
            Wire wire = new Wire(plain);
            wire.expect(220);
            wire.say("EHLO raw.example\r\n", 250);
            if (secured) {
                wire.say("STARTTLS\r\n", 220);
                sendSecured(plain, messages);
            } else {
                push(wire, messages);
            }
        }
        return null;
    }

    private void sendSecured(Socket plain, int messages) throws IOException, GeneralSecurityException {
        try (Socket tls =
                trusting().getSocketFactory().createSocket(plain, host.getHostString(), host.getPort(), true)) {
            Wire wire = new Wire(tls);
            wire.say("EHLO raw.example\r\n", 250);
            push(wire, messages);
        }
    }

    private void push(Wire wire, int messages) throws IOException {
        byte[] withNext = Bytes.concat(message, END, ENVELOPE);
        wire.write(ENVELOPE);
        for (int i = 1; i <= messages; i++) {
            wire.expect(250);
            wire.expect(250);
            wire.expect(354);
            wire.write(i < messages ? withNext : Bytes.concat(message, END));
            wire.expect(250);
        }
        wire.say("QUIT\r\n", 221);
    }

    /** No certificate is checked, as in the delivery that is measured. */
    private static SSLContext trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustEverything()}, null);
        return context;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Both directions of a connection. */
    private static final class Wire {
        private final InputStream in;
        private final OutputStream out;

        private Wire(Socket socket) throws IOException {
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        private void write(byte[] octets) throws IOException {
            out.write(octets);
            out.flush();
        }

        private void say(String command, int code) throws IOException {
            write(ascii(command));
            expect(code);
        }

        private void expect(int code) throws IOException {
            String line = line();
            while (line.length() > 3 && line.charAt(3) == '-') {
                line = line();
            }
            if (!line.startsWith(String.valueOf(code))) {
                throw new IOException("expected " + code + ", got " + line);
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new EOFException("the receiver hung up");
                }
                line.append((char) octet);
            }
            return line.toString();
        }
    }

    private static final class TrustEverything implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
