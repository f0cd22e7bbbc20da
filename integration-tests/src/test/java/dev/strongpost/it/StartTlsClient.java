// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Asks a server for its certificate, as a peer sees it in the handshake. Trusts whatever it is shown: the tests compare
 * it.
 */
final class StartTlsClient {
    private static final int PATIENCE_MILLISECONDS = 30_000;

    private StartTlsClient() {}

    /** Returns the chain that an SMTP server presents behind STARTTLS (RFC 3207). */
    static List<X509Certificate> smtpChain(InetSocketAddress server) {
        return chain(server, "220", "STARTTLS\r\n", "220");
    }

    /** Returns the chain that an IMAP server presents behind STARTTLS (RFC 9051 section 6.2.1). */
    static List<X509Certificate> imapChain(InetSocketAddress server) {
        return chain(server, "* OK", "a STARTTLS\r\n", "a OK");
    }

    private static List<X509Certificate> chain(
            InetSocketAddress server, String greeting, String command, String consent) {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLISECONDS);
            require(socket, greeting);
            socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            require(socket, consent);
            try (SSLSocket tls = (SSLSocket) context()
                    .getSocketFactory()
                    .createSocket(socket, server.getAddress().getHostAddress(), server.getPort(), true)) {
                tls.startHandshake();
                Certificate[] presented = tls.getSession().getPeerCertificates();
                return Arrays.stream(presented).map(X509Certificate.class::cast).toList();
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("No certificate from " + server, e);
        }
    }

    private static void require(Socket socket, String start) throws IOException {
        String line = line(socket.getInputStream());
        if (!line.startsWith(start)) {
            throw new UncheckedIOException(new IOException("Not " + start + " but " + line));
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    private static SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anyone()}, null);
        return context;
    }

    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
