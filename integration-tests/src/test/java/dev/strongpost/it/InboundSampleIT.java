// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;

import dev.strongpost.it.InboundClient.Transport;
import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.james.StartFailure;
import dev.strongpost.testkit.james.StockJames;
import dev.strongpost.testkit.james.StockJamesBuilder;
import dev.strongpost.testkit.smtp.RawSmtpClient;

/** The configuration {@code james-conf/inbound} as it is shipped, but for addresses and the keystore. */
class InboundSampleIT {
    private static final String SERVERS = "smtpserver.xml";
    private static final String SECRET = "james72laBalle";

    private final TestCertificateAuthority authority = TestCertificateAuthority.create();
    private final InetSocketAddress submissions = free();
    private final InetSocketAddress submission = free();

    private static InetSocketAddress free() {
        InetAddress address = InetAddress.getLoopbackAddress();
        return new InetSocketAddress(address, Loopback.freePort(address));
    }

    private StockJamesBuilder sample() {
        return ItPaths.classPath()
                .in(ItPaths.directory("InboundSampleIT"))
                .extension(ItPaths.jar())
                .scenario(ItPaths.scenario("inbound"))
                .file("keystore", authority.issue(InboundClient.SERVER_NAME).pkcs12(SECRET))
                // A client on loopback is to be a stranger, to whom AUTH is announced.
                .replace(SERVERS, "127.0.0.0/8", "192.0.2.0/24")
                .replace(SERVERS, "0.0.0.0:25", "${smtp}")
                .replace(SERVERS, "0.0.0.0:465", "127.0.0.1:" + submissions.getPort())
                .replace(SERVERS, "0.0.0.0:587", "127.0.0.1:" + submission.getPort())
                .replace(
                        SERVERS,
                        "<connectiontimeout>",
                        "<gracefulShutdown>false</gracefulShutdown><connectiontimeout>");
    }

    @Test
    void sampleShouldServeOtherServersAndItsOwnUsers() throws Exception {
        try (StockJames james = sample().start();
                InboundClient server = InboundClient.on(RawSmtpClient.connect(james.smtpAddress()));
                InboundClient user = InboundClient.on(RawSmtpClient.connect(submission));
                InboundClient userOfTls = InboundClient.on(RawSmtpClient.connect(submissions))) {
            server.wire().reply();
            assertThat(server.ehlo()).contains("STARTTLS");
            assertThat(server.startTls(Transport.TLS13, authority.clientContext()))
                    .startsWith("250");

            user.wire().reply();
            user.ehlo();
            assertThat(user.wire().say("AUTH PLAIN AGEAYg==")).startsWith("530 5.7.0");
            assertThat(user.startTls(Transport.TLS13, authority.clientContext()))
                    .contains("AUTH");

            userOfTls.shakeHands(Transport.TLS12, authority.clientContext());
            assertThat(userOfTls.wire().reply()).startsWith("220");
            assertThat(userOfTls.ehlo()).contains("AUTH").doesNotContain("STARTTLS");
        }
    }

    @Test
    void mistakeShouldKeepJamesFromStarting() throws Exception {
        StartFailure start = sample().replace(SERVERS, "<tls>require</tls>", "<tls>always</tls>")
                .startExpectingFailure();

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.log())
                .contains(
                        "smtpserver.xml: handler InboundTls: tls: given always: allowed none, accept, require, implicit");
    }

    @Test
    void tlsOfJamesItselfShouldKeepItFromStarting() throws Exception {
        StartFailure start = sample().replace(
                        SERVERS,
                        "<tls socketTLS=\"false\" startTLS=\"false\"/>",
                        "<tls socketTLS=\"false\" startTLS=\"true\"><keystore>file://conf/keystore</keystore>"
                                + "<keystoreType>PKCS12</keystoreType><secret>" + SECRET + "</secret></tls>")
                .startExpectingFailure();

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.log()).contains("tls: given James's own TLS beside it: allowed startTLS=\"false\"");
    }

    @Test
    void handlerBehindAnotherShouldKeepJamesFromStarting() throws Exception {
        StartFailure start = sample().replace(
                        SERVERS,
                        "<handlerchain>",
                        "<handlerchain><handler class=\"org.apache.james.smtpserver.fastfail.ValidRcptHandler\"/>")
                .startExpectingFailure();

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.log()).contains("InboundTls has to be the first handler of its chain");
    }
}
