// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import org.apache.james.protocols.netty.CommandInjectionDetectedException;
import org.junit.jupiter.api.Test;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;

class ConnectionErrorHandlerTest {
    private final List<Throwable> failures = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ConnectionErrorHandler(failures::add));

    @Test
    void brokenTlsShouldEndTheConnectionAndGoNoFurther() {
        DecoderException broken = new DecoderException(new SSLException("bad record"));
        channel.pipeline().fireExceptionCaught(broken);
        channel.checkException();

        assertThat(failures).containsExactly(broken);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void commandsBehindStartTlsShouldEndTheConnection() {
        channel.pipeline().fireExceptionCaught(new DecoderException(new CommandInjectionDetectedException()));
        channel.checkException();

        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasRootCauseInstanceOf(CommandInjectionDetectedException.class));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void failedHandshakeShouldBeFoundInTheMiddleOfTheCauses() {
        CertificateException untrusted = new CertificateException("no", new IllegalStateException("deeper"));
        channel.pipeline()
                .fireExceptionCaught(new DecoderException(new SSLHandshakeException("PKIX").initCause(untrusted)));
        channel.checkException();

        assertThat(failures).hasSize(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void mistakesOfOurOwnShouldGoOnToJames() {
        IllegalStateException bug = new IllegalStateException("bug");
        channel.pipeline().fireExceptionCaught(bug);

        assertThat(failures).isEmpty();
        assertThatThrownBy(channel::checkException).isSameAs(bug);
    }
}
