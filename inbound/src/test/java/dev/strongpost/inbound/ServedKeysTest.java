// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;

import dev.strongpost.inbound.tls.LiveListenerTls;
import dev.strongpost.testkit.Shell;

/** Listeners with keys of the kinds that openssl makes and this Java can serve. */
class ServedKeysTest {
    private static final int LARGE = 1 << 16;
    private static final int MOST_STEPS = 100;

    @TempDir
    private Path root;

    private static SSLEngine client() throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        // Trusts everyone: what is of interest is the certificate that comes.
        context.init(null, new TrustManager[] {Mockito.mock(X509ExtendedTrustManager.class)}, null);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        return engine;
    }

    /** Takes one step of the handshake: what {@code engine} needs next. */
    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK:
                engine.getDelegatedTask().run();
                break;
            case NEED_WRAP:
                engine.wrap(ByteBuffer.allocate(0), out);
                break;
            default:
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(LARGE));
                in.compact();
                break;
        }
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private X509Certificate presented(String elements) throws Exception {
        try (LiveListenerTls tls =
                LiveListenerTls.open(ListenerConfiguration.from(Elements.of(elements), Elements.files(root))
                        .settings())) {
            SSLEngine server = tls.current().engine();
            SSLEngine client = client();
            client.beginHandshake();
            server.beginHandshake();
            ByteBuffer toServer = ByteBuffer.allocate(LARGE);
            ByteBuffer toClient = ByteBuffer.allocate(LARGE);
            for (int i = 0; i < MOST_STEPS && !(isDone(client) && isDone(server)); i++) {
                step(client, toClient, toServer);
                step(server, toServer, toClient);
            }
            return (X509Certificate) client.getSession().getPeerCertificates()[0];
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-newkey ed25519, EdDSA",
        "-newkey rsa-pss -pkeyopt rsa_keygen_bits:2048, RSASSA-PSS",
        "-newkey ec -pkeyopt ec_paramgen_curve:P-384, EC"
    })
    void keyShouldBeServedFromPem(String options, String algorithm) throws Exception {
        Shell.run(
                root,
                "openssl req -x509 " + options + " -nodes -keyout key.pem -out crt.pem -subj /CN=mx.example -days 10");

        assertThat(presented(
                                "<privateKey>file://conf/key.pem</privateKey><certificates>file://conf/crt.pem</certificates>")
                        .getPublicKey()
                        .getAlgorithm())
                .isEqualTo(algorithm);
    }

    @Test
    void storeOfOpensslWithoutEncryptionShouldBeServed() throws Exception {
        Shell.run(
                root,
                "openssl req -x509 -newkey ed25519 -nodes -keyout key.pem -out crt.pem -subj /CN=mx.example -days 10;"
                        + " openssl pkcs12 -export -keypbe NONE -certpbe NONE -inkey key.pem -in crt.pem -name mx -out mx.p12"
                        + " -passout pass:changeit");

        assertThat(presented("<keystore>file://conf/mx.p12</keystore><secret>changeit</secret>")
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=mx.example");
    }
}
