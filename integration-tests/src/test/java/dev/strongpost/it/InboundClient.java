// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import dev.strongpost.testkit.smtp.RawSmtpClient;

/** One who sends to a listener of {@link InboundScenario}, step by step, in clear or in one of three kinds of TLS. */
final class InboundClient implements Closeable {
    static final String SERVER_NAME = "mx." + InboundScenario.LOCAL_DOMAIN;

    /** How a client connects: the columns of {@code inbound-modes.txt}. */
    enum Transport {
        CLEAR,
        TLS12(new String[] {"TLSv1.2"}),
        TLS13(new String[] {"TLSv1.3"}),
        WEAK(new String[] {"TLSv1.2"}, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

        private final String[] protocols;
        private final String[] suites;

        Transport() {
            this(new String[0]);
        }

        Transport(String[] protocols, String... suites) {
            this.protocols = protocols;
            this.suites = suites;
        }

        private SSLParameters parameters(SSLContext context) {
            SSLParameters parameters = context.getDefaultSSLParameters();
            parameters.setProtocols(protocols);
            if (suites.length > 0) {
                parameters.setCipherSuites(suites);
            }
            return parameters;
        }
    }

    private final RawSmtpClient wire;

    private InboundClient(RawSmtpClient wire) {
        this.wire = wire;
    }

    static InboundClient on(RawSmtpClient greeted) {
        return new InboundClient(greeted);
    }

    RawSmtpClient wire() {
        return wire;
    }

    /** Says EHLO and returns the answer. */
    String ehlo() throws IOException {
        return wire.say("EHLO client.example");
    }

    /**
     * Says STARTTLS, shakes hands, and says EHLO again; returns the answer to that, which is empty when there is none.
     */
    String startTls(Transport transport, SSLContext context) throws IOException {
        String reply = wire.say("STARTTLS");
        if (!reply.startsWith("220 ")) {
            return reply;
        }
        shakeHands(transport, context);
        return ehlo();
    }

    void shakeHands(Transport transport, SSLContext context) throws IOException {
        wire.startTls(context, SERVER_NAME, transport.parameters(context));
    }

    /** Sends a mail; returns the refusal at whichever command it came. */
    Optional<String> send(String sender, String recipient, String subject) throws IOException {
        String content =
                "From: <%s>\r\nTo: <%s>\r\nSubject: %s\r\n\r\nhello\r\n.".formatted(sender, recipient, subject);
        for (String command :
                new String[] {"MAIL FROM:<" + sender + ">", "RCPT TO:<" + recipient + ">", "DATA", content}) {
            String reply = wire.say(command);
            if (!reply.startsWith("2") && !reply.startsWith("3")) {
                return Optional.of(reply);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
