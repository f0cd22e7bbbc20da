// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client that says exactly what it is told, and reads replies whole. */
public final class RawSmtpClient implements Closeable {
    private static final int PATIENCE_MILLISECONDS = 10_000;
    private static final int SMTP = 25;

    private Socket socket;

    private RawSmtpClient(Socket socket) {
        this.socket = socket;
    }

    /** Connects to a receiver. */
    static RawSmtpClient connect(SmtpReceiver receiver) throws IOException {
        return connect(new InetSocketAddress(receiver.address().getAddress(), receiver.port()));
    }

    /** Connects to a server; each answer has to come within ten seconds. */
    public static RawSmtpClient connect(InetSocketAddress server) throws IOException {
        return with(new Socket(server.getAddress(), server.getPort()));
    }

    /** Connects to a server from one address of this machine. */
    public static RawSmtpClient connect(InetSocketAddress server, InetAddress from) throws IOException {
        return with(new Socket(server.getAddress(), server.getPort(), from, 0));
    }

    private static RawSmtpClient with(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLISECONDS);
        return new RawSmtpClient(socket);
    }

    /** Says a line and returns the reply to it. */
    public String say(String line) throws IOException {
        write(line + "\r\n");
        return reply();
    }

    /** Writes exactly that, a character an octet. */
    public void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Closes this half of the connection: nothing more will be said. */
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Returns the next reply, its lines joined by a line feed; what had come before the end when there is no more. */
    public String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            reply.append(line).append('\n');
            line = line();
        }
        return reply.append(line).toString();
    }

    /** Tells whether something has come that was not read yet. */
    public boolean hasReply() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /** Returns what comes until the receiver ends the connection. */
    public String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Returns so many octets of what comes, in one read. */
    public String oneRead(int limit) throws IOException {
        byte[] buffer = new byte[limit];
        int size = socket.getInputStream().read(buffer);
        return new String(buffer, 0, Math.max(size, 0), StandardCharsets.ISO_8859_1);
    }

    /**
     * Shakes hands on the connection, which is TLS from then on. A session with that host is offered again, whatever
     * port it was made at.
     */
    public SSLSocket startTls(SSLContext context, String host) throws IOException {
        return startTls(context, host, context.getDefaultSSLParameters());
    }

    /** The same with these parameters, to which the name of the host is added (RFC 6066 section 3). */
    public SSLSocket startTls(SSLContext context, String host, SSLParameters parameters) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, host, SMTP, true);
        parameters.setServerNames(List.of(new SNIHostName(host)));
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        socket = secured;
        return secured;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = socket.getInputStream().read();
                octet >= 0;
                octet = socket.getInputStream().read()) {
            if (octet == '\n') {
                break;
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
