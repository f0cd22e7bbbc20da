// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLException;

import org.apache.james.protocols.netty.CommandInjectionDetectedException;
import org.junit.jupiter.api.Test;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;

class ConnectionErrorHandlerTest {
    private final List<Throwable> failures = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ConnectionErrorHandler(failures::add));

    @Test
    void brokenTlsShouldEndTheConnectionAndGoNoFurther() {
        SSLException cause = new SSLException("bad record");
        channel.pipeline().fireExceptionCaught(new DecoderException(cause));
        channel.checkException();

        assertThat(failures).containsExactly(cause);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void commandsBehindStartTlsShouldEndTheConnection() {
        channel.pipeline().fireExceptionCaught(new DecoderException(new CommandInjectionDetectedException()));
        channel.checkException();

        assertThat(failures).hasOnlyElementsOfType(CommandInjectionDetectedException.class);
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
