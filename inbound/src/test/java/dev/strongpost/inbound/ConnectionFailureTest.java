// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;

class ConnectionFailureTest {
    /** The messages are those of JDK 17 and of JDK 25. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Received fatal alert: unknown_ca | the client does not accept the certificate of this server (alert unknown_ca)
                    (certificate_unknown) Received fatal alert: certificate_unknown | the client does not accept the certificate of this server (alert certificate_unknown)
                    Received fatal alert: protocol_version | the client accepts no TLS version of this server (alert protocol_version)
                    Received fatal alert: no_renegotiation | the client ended the handshake (alert no_renegotiation)
                    no cipher suites in common | the client offers no cipher suite of this server
                    Client requested protocol TLSv1.1 is not enabled or supported in server context | the client offers no TLS version of this server
                    Empty client certificate chain | the client has no certificate, and one is required
                    renegotiation is refused | renegotiation is refused
                    """)
    void handshakeShouldFailInWordsThatAnAdministratorUnderstands(String message, String words) {
        assertThat(ConnectionFailure.describe(new DecoderException(new SSLHandshakeException(message))))
                .isEqualTo(words);
    }

    @Test
    void certificateOfTheClientShouldBeNamedWhereverItIsInTheCauses() {
        SSLException failure = new SSLHandshakeException("PKIX path building failed");
        failure.initCause(new CertificateException("unable to find valid certification path", new IOException("x")));

        assertThat(ConnectionFailure.describe(new DecoderException(failure)))
                .isEqualTo("the certificate of the client is not trusted: unable to find valid certification path");
    }

    @Test
    void whatIsNoTlsShouldNotBeQuoted() {
        assertThat(ConnectionFailure.describe(new DecoderException(new NotSslRecordException("not TLS: 41555448"))))
                .isEqualTo("what it sent is no TLS");
    }

    @Test
    void brokenConnectionShouldBeSaidSo() {
        assertThat(ConnectionFailure.describe(new ClosedChannelException()))
                .isEqualTo("the client closed the connection");
        assertThat(ConnectionFailure.describe(new IOException("Connection reset by peer")))
                .isEqualTo("Connection reset by peer");
        assertThat(ConnectionFailure.describe(new IOException())).isEqualTo("IOException");
    }
}
