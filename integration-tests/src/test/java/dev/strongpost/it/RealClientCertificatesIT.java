// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.peers.RealServer;

/** Client certificates and Debian's own mail servers, OpenSSL's and GnuTLS's: T6 and T7 of the cases. */
@Tag("peers")
class RealClientCertificatesIT {
    private static final TestCertificateAuthority THEIRS = TestCertificateAuthority.create();
    private static final TestCertificateAuthority OTHER = TestCertificateAuthority.create();
    private static final TestIdentity CLIENT = OTHER.issue("james.example");
    private static final TestIdentity WELCOME = THEIRS.issue("james.example");
    private static final String AUTHORITIES = "etc/peer-ca.pem";

    @AutoClose
    private static OutboundScenario scenario;

    private static String used = "";

    @BeforeAll
    static void start() {
        scenario = OutboundScenario.with(
                RealClientCertificatesIT.class,
                """
                postfix.example encrypt client-cert=client.pem
                sendmail.example encrypt client-cert=client.pem
                exim.example encrypt
                welcome.example encrypt client-cert=welcome.pem
                """,
                james -> james.file("client.pem", CLIENT.privateKeyPem() + CLIENT.chainPem())
                        .file("welcome.pem", WELCOME.privateKeyPem() + WELCOME.chainPem()));
    }

    private static RealServer server(String name, String domain) {
        RealServer.obstacle(name).ifPresent(Assumptions::abort);
        TestIdentity identity = THEIRS.issue("mx." + domain);
        RealServer.write(name, "etc/peer.pem", identity.privateKeyPem() + identity.chainPem());
        RealServer.write(name, AUTHORITIES, THEIRS.rootPem());
        scenario.dns().mx(domain, 10, "mx." + domain);
        used = name;
        return RealServer.start(name, new InetSocketAddress(scenario.address("mx." + domain), 25), domain);
    }

    /** The next test to start it is about something else. */
    @AfterEach
    void forget() {
        if (!used.isEmpty()) {
            RealServer.write(used, AUTHORITIES, "");
        }
    }

    /** T7: ours is of another authority than those that the server names; it says what it made of it. */
    @ParameterizedTest
    @CsvSource({"postfix, '(Client CN \"james.example\"'", "sendmail, verify=FAIL"})
    void ourCertificateShouldBePresentedWhateverAuthoritiesAreNamed(String name, String trace) {
        String domain = name + ".example";
        try (RealServer server = server(name, domain)) {
            scenario.james().mailClient().send(scenario.user(name), "hello", "known@" + domain);

            Awaitility.await().atMost(PATIENCE).until(() -> !server.stored().isEmpty());
            assertThat(server.stored().get(0)).contains(trace);
        }
    }

    /** T6, with GnuTLS. */
    @Test
    void aServerThatDemandsACertificateShouldBeRetriedAndNamedInTheBounce() {
        try (RealServer server = server("exim", "exim.example")) {
            String sender = scenario.user("exim");
            scenario.james().mailClient().send(sender, "hello", "known@exim.example");

            MailboxMessage bounce = Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> scenario.mailbox(sender).messages(), messages -> !messages.isEmpty())
                    .get(0);
            assertThat(bounce.raw())
                    .contains(
                            "503 5.7.0 TLS handshake failed.",
                            "it asks for a client certificate, and none is configured");
            assertThat(server.stored()).isEmpty();
        }
    }

    @Test
    void oneThatItTrustsShouldBeAccepted() {
        try (RealServer server = server("exim", "welcome.example")) {
            scenario.james().mailClient().send(scenario.user("welcome"), "hello", "known@welcome.example");

            Awaitility.await().atMost(PATIENCE).until(() -> !server.stored().isEmpty());
        }
    }
}
