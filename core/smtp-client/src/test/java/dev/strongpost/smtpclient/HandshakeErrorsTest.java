// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.policy.decision.HandshakeFailure;
import dev.strongpost.policy.decision.HandshakeFailure.Side;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;

class HandshakeErrorsTest {
    /** As JDK 17 words them, and as JDK 25 does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Received fatal alert: handshake_failure                         | PEER | handshake_failure    | true",
                "(handshake_failure) Received fatal alert: handshake_failure     | PEER | handshake_failure    | true",
                "(protocol_version) Received fatal alert: protocol_version       | PEER | protocol_version     | true",
                "Received fatal alert: insufficient_security                     | PEER | insufficient_security| true",
                "Received fatal alert: certificate_required                      | PEER | certificate_required | false",
                "(unknown_ca) Received fatal alert: unknown_ca                   | PEER | unknown_ca           | false",
                "Received fatal alert: internal_error                            | PEER | internal_error       | false",
                "The server selected protocol version TLS10 is not accepted by client preferences [TLS12] | OURS | | true",
                "(protocol_version) The server selected protocol version TLS10 is not accepted by client preferences [TLS12] | OURS | protocol_version | true",
                "(decode_error) Unexpected end of message                        | OURS | decode_error         | false",
                "(what is this) odd                                              | OURS |                      | false"
            })
    void anAlertShouldBeReadWhateverTheJdkWritesAroundIt(String message, Side side, String alert, boolean proven) {
        HandshakeFailure failure = HandshakeErrors.read(new DecoderException(new SSLHandshakeException(message)));

        assertThat(failure.side()).isEqualTo(side);
        assertThat(failure.alert().orElse(null)).isEqualTo(alert);
        assertThat(failure.isProven()).isEqualTo(proven);
    }

    @Test
    void whatIsNoAlertShouldProveNothing() {
        assertThat(HandshakeErrors.read(new ClosedChannelException()).isProven())
                .isFalse();
        assertThat(HandshakeErrors.read(new NotSslRecordException("x")).isProven())
                .isFalse();
    }

    @Test
    void aDemandForACertificateShouldLeaveNothingProven() {
        HandshakeFailure failure = HandshakeErrors.read(
                        new SSLHandshakeException("Received fatal alert: handshake_failure"))
                .with(HandshakeFailure.ClientCertificate.NOT_PRESENTED);

        assertThat(failure.isProven()).isFalse();
    }

    @Test
    void nothingToOfferShouldBeOurOwnFault() {
        assertThat(HandshakeErrors.isOwnFault(new SSLHandshakeException(
                        "No appropriate protocol (protocol is disabled or cipher suites are inappropriate)")))
                .isTrue();
        assertThat(HandshakeErrors.isOwnFault(new IllegalArgumentException("the rule leaves no suite")))
                .isTrue();
        assertThat(HandshakeErrors.isOwnFault(new SSLException("Received fatal alert: internal_error")))
                .isFalse();
    }

    @Test
    void anEndInFrontOfTheFirstReplyShouldCountAsARefusal() {
        assertThat(HandshakeErrors.isRefusal(new SSLException("Received fatal alert: unknown_ca")))
                .isTrue();
        assertThat(HandshakeErrors.isRefusal(new ClosedChannelException())).isTrue();
        assertThat(HandshakeErrors.isRefusal(new IOException("Connection reset by peer")))
                .isTrue();
        assertThat(HandshakeErrors.isRefusal(new TimeoutException())).isFalse();
        assertThat(HandshakeErrors.isTimeout(new TimeoutException())).isTrue();
    }
}
