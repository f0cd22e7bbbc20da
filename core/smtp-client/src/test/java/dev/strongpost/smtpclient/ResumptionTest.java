// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.certificates.peer.DeferredTrustManager;
import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;

/** Against the JSSE of this JVM, over real sockets. */
@Tag("slow")
class ResumptionTest {
    private static final TestCertificateAuthority CA = TestCertificateAuthority.create();

    private final SSLContext client = trusting();
    private SSLServerSocket server;

    @BeforeEach
    void setUp() throws Exception {
        InetAddress address = Loopback.freshAddress();
        server = (SSLServerSocket) CA.issue("mx1.partner.example")
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, address);
        Thread acceptor = new Thread(this::serve, "tls server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    @AfterEach
    void tearDown() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void firstHandshakeShouldBeNewAndLaterOnesResumed(String protocol) throws Exception {
        Handshake first = handshake(protocol);
        awaitNextMillisecond();
        Handshake second = handshake(protocol);
        awaitNextMillisecond();
        Handshake third = handshake(protocol);

        assertThat(first.session.getProtocol()).isEqualTo(protocol);
        assertThat(first.isResumed()).isFalse();
        assertThat(second.isResumed()).isTrue();
        assertThat(third.isResumed()).isTrue();
    }

    @Test
    void handshakeAfterTheSessionWasForgottenShouldBeNew() throws Exception {
        handshake("TLSv1.2").session.invalidate();
        awaitNextMillisecond();

        assertThat(handshake("TLSv1.2").isResumed()).isFalse();
    }

    private record Handshake(Instant began, SSLSession session) {
        boolean isResumed() {
            return Resumption.isResumed(session, began);
        }
    }

    private Handshake handshake(String protocol) throws Exception {
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        try (SSLSocket socket =
                (SSLSocket) client.getSocketFactory().createSocket(address.getAddress(), address.getPort())) {
            socket.setEnabledProtocols(new String[] {protocol});
            Instant began = Instant.now();
            socket.startHandshake();
            // TLS 1.3 sends what a session is resumed by after the handshake: reading takes it in.
            assertThat(socket.getInputStream().read()).isEqualTo('.');
            return new Handshake(began, socket.getSession());
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.startHandshake();
                socket.getOutputStream().write('.');
                socket.getOutputStream().flush();
                assertThat(socket.getInputStream().read()).isLessThan(0);
            } catch (Exception e) {
                // The client's test says what went wrong.
            }
        }
    }

    private static void awaitNextMillisecond() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() <= now) {
            Thread.onSpinWait();
        }
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new DeferredTrustManager()}, null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
