// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.peers;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.SmtpLines;
import dev.strongpost.testkit.certificates.TestIdentity;

/**
 * A mail server whose TLS is that of {@code openssl s_server}: it greets and answers EHLO and STARTTLS itself, and passes
 * everything behind that on to openssl, whose plain side it answers. One connection at a time.
 */
public final class OpensslHost implements Closeable {
    private final ServerSocket listener;
    private final Process openssl;
    private final InetSocketAddress tls;
    private final Path log;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    private OpensslHost(ServerSocket listener, Process openssl, InetSocketAddress tls, Path log) {
        this.listener = listener;
        this.openssl = openssl;
        this.tls = tls;
        this.log = log;
    }

    /**
     * Starts at {@code address}.
     *
     * @param directory for the files that openssl reads
     * @param options of {@code openssl s_server}, such as {@code -tls1_2 -Verify 1}
     */
    public static OpensslHost listen(
            InetSocketAddress address, TestIdentity identity, Path directory, String... options) throws IOException {
        Path keys = directory.resolve("openssl.pem");
        Files.writeString(keys, identity.privateKeyPem() + identity.chainPem());
        Path log = directory.resolve("openssl.log");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        InetSocketAddress tls = new InetSocketAddress(loopback, Loopback.freePort(loopback));
        List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-quiet", "-naccept", "1000"));
        command.addAll(List.of("-accept", loopback.getHostAddress() + ":" + tls.getPort()));
        command.addAll(List.of("-cert", keys.toString(), "-key", keys.toString(), "-cert_chain", keys.toString()));
        command.addAll(List.of(options));
        Process openssl =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        ServerSocket listener = new ServerSocket();
        listener.bind(address);
        OpensslHost host = new OpensslHost(listener, openssl, tls, log);
        start(host::accept);
        start(host::answerInside);
        return host;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "openssl-host");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the mails that came through TLS, by their senders. */
    public List<String> taken() {
        return List.copyOf(taken);
    }

    /** Returns how many connections came. */
    public int connections() {
        return open.size();
    }

    /** Returns what openssl has said about clients and their certificates. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                open.add(socket);
                socket.setSoTimeout(30_000);
                greet(socket);
            } catch (IOException e) {
                // The client has gone, or we have.
            }
        }
    }

    private void greet(Socket socket) throws IOException {
        SmtpLines.write(socket.getOutputStream(), "220 mx.example");
        for (String line = SmtpLines.read(socket.getInputStream());
                !line.startsWith("QUIT");
                line = SmtpLines.read(socket.getInputStream())) {
            if (line.equals("STARTTLS")) {
                SmtpLines.write(socket.getOutputStream(), "220 go ahead");
                pass(socket);
                return;
            }
            SmtpLines.write(
                    socket.getOutputStream(), line.startsWith("EHLO") ? "250-mx.example\r\n250 STARTTLS" : "250 ok");
        }
    }

    private void pass(Socket client) throws IOException {
        try (Socket server = connect()) {
            start(() -> copy(server, client));
            copy(client, server);
        }
    }

    private Socket connect() throws IOException {
        for (int i = 0; ; i++) {
            try {
                return new Socket(tls.getAddress(), tls.getPort());
            } catch (IOException e) {
                if (i == 100 || !openssl.isAlive()) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of them has gone.
        }
    }

    /** What openssl decrypts comes out of it, and what it is to encrypt goes in. */
    private void answerInside() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(openssl.getInputStream(), StandardCharsets.ISO_8859_1))) {
            boolean message = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (message && !line.equals(".")) {
                    continue;
                }
                message = line.equals("DATA");
                if (line.startsWith("MAIL FROM:")) {
                    taken.add(line.substring("MAIL FROM:".length()));
                }
                SmtpLines.write(openssl.getOutputStream(), message ? "354 go ahead" : "250 ok");
            }
        } catch (IOException e) {
            // It has ended.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        openssl.destroy();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
