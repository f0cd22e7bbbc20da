// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The receiver's end of one connection: lines in, replies out, in cleartext and after STARTTLS inside TLS, all noted. */
final class ReceiverWire implements Closeable {
    /** RFC 5321 section 4.5.3.1.4 asks for 512 octets; parameters make it longer, and nothing makes it this long. */
    private static final int MAXIMUM_LINE = 8192;

    private static final int IDLE_MILLISECONDS = 300_000;

    private final Socket connection;
    private final TranscriptRecorder transcript;
    private volatile Socket socket;
    private OctetSource in;
    private OutputStream out;

    ReceiverWire(Socket connection, TranscriptRecorder transcript) throws IOException {
        this.connection = connection;
        this.transcript = transcript;
        connection.setTcpNoDelay(true);
        connection.setSoTimeout(IDLE_MILLISECONDS);
        this.socket = connection;
        this.out = new BufferedOutputStream(connection.getOutputStream());
        this.in = new OctetSource(connection.getInputStream(), out::flush);
    }

    TranscriptRecorder transcript() {
        return transcript;
    }

    /** Returns the next line without its end; empty when the client is gone. */
    Optional<String> readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int previous = 0;
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0 || line.size() == MAXIMUM_LINE) {
                return Optional.empty();
            }
            line.write(octet);
            previous = octet;
        }
        String text = line.toString(StandardCharsets.UTF_8);
        if (previous != '\r') {
            transcript.note("bare line feed behind: " + text);
        }
        String command = previous == '\r' ? text.substring(0, text.length() - 1) : text;
        transcript.client(command);
        return Optional.of(command);
    }

    MessageContent readMessage(int maximumSize) throws IOException {
        MessageContent content = new MessageReader(in, maximumSize).read();
        transcript.note("message of " + content.bytes().length + " octets");
        return content;
    }

    byte[] readChunk(int size) throws IOException {
        byte[] chunk = in.readExactly(size);
        transcript.note("chunk of " + chunk.length + " octets");
        return chunk;
    }

    /** Writes a reply whose lines, if it has several, are separated by {@code \n}. It leaves with the next wait. */
    void reply(String text) throws IOException {
        transcript.server(text);
        out.write((text.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Writes text that is no reply; it leaves in one segment with what was written before it. */
    void inject(String text) throws IOException {
        transcript.note("injected " + text.length() + " octets in clear");
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    void flush() throws IOException {
        out.flush();
    }

    boolean hasUnreadInput() {
        return in.hasBuffered();
    }

    /** Returns whether the client has said anything more, having waited for its first octet. */
    boolean awaitInput() throws IOException {
        return in.fill();
    }

    /** Takes the whole of the TLS record that comes next: the ClientHello (RFC 8446 section 5.1). */
    void readTlsRecord() throws IOException {
        byte[] header = in.readExactly(5);
        if (header.length == 5) {
            in.readExactly(((header[3] & 0xff) << 8) | (header[4] & 0xff));
        }
    }

    /** Says nothing more until the client is gone. */
    void stall() throws IOException {
        in.drain();
    }

    /** Shakes hands as the server. What the client sent behind STARTTLS already is taken as the start of its hello. */
    void startTls(SSLContext context, ReceiverBehaviour behaviour) throws IOException {
        Instant start = Instant.now();
        SSLSocket secured = (SSLSocket)
                context.getSocketFactory().createSocket(connection, new ByteArrayInputStream(in.takeBuffered()), true);
        socket = secured;
        behaviour.protocols().ifPresent(names -> secured.setEnabledProtocols(names.toArray(new String[0])));
        behaviour.suites().ifPresent(names -> secured.setEnabledCipherSuites(names.toArray(new String[0])));
        demand(secured, behaviour.clientCertificate());
        secured.startHandshake();
        out = new BufferedOutputStream(secured.getOutputStream());
        in = new OctetSource(secured.getInputStream(), out::flush);
        transcript.tls(TlsFacts.of(secured.getSession(), start));
    }

    private static void demand(SSLSocket secured, ReceiverBehaviour.ClientCertificate demand) {
        switch (demand) {
            case REQUIRED -> secured.setNeedClientAuth(true);
            case REQUESTED -> secured.setWantClientAuth(true);
            case NONE -> secured.setNeedClientAuth(false);
        }
    }

    /** Ends the connection as a broken line would: without close_notify, and what is still buffered is lost. */
    void cut() throws IOException {
        transcript.note("cut by the receiver");
        connection.close();
    }

    /** Ends the connection in good order: close_notify first (RFC 8446 section 6.1), without waiting for the peer's. */
    @Override
    public void close() throws IOException {
        try {
            if (!connection.isClosed() && !socket.isOutputShutdown()) {
                socket.shutdownOutput();
            }
        } finally {
            connection.close();
        }
    }
}
