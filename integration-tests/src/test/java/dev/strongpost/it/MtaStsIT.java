// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.james.DeliveryStatus;
import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** A whole James that keeps what domains publish, over real HTTPS. */
class MtaStsIT {
    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();
    private static final int HTTPS = 443;
    private static final String TABLE =
            """
            * may
            ignored.example may published=ignore
            required.example encrypt published=require
            bits.example encrypt bits=256
            """;

    @TempDir
    private static Path folder;

    private static final List<HttpsServer> SERVERS = new ArrayList<>();
    private static OutboundScenario scenario;

    @BeforeAll
    static void start() throws Exception {
        Path store = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            AUTHORITY.trustStore().store(out, "changeit".toCharArray());
        }
        scenario = OutboundScenario.with(MtaStsIT.class, TABLE, james -> james.jvmArguments(
                        "-Djavax.net.ssl.trustStore=" + store,
                        "-Djavax.net.ssl.trustStoreType=PKCS12",
                        "-Djavax.net.ssl.trustStorePassword=changeit")
                .replace(OutboundScenario.MAILETS, "dev.strongpost.matchers.RecipientRequiresTls", "All")
                .replace(
                        OutboundScenario.MAILETS,
                        "<outgoing>outgoing-tls</outgoing>",
                        "<outgoing>outgoing-tls</outgoing><published>on</published><dnssec>off</dnssec>"));
    }

    @AfterAll
    static void stop() {
        SERVERS.forEach(server -> server.stop(0));
        scenario.close();
    }

    private static void publish(String domain, String mode, String mx) throws IOException {
        String host = "mta-sts." + domain;
        byte[] policy = ("version: STSv1\r\nmode: " + mode + "\r\nmx: " + mx + "\r\nmax_age: 86400\r\n")
                .getBytes(StandardCharsets.UTF_8);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(scenario.address(host), HTTPS), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(AUTHORITY.issue(host).serverContext()));
        server.createContext("/.well-known/mta-sts.txt", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, policy.length);
            exchange.getResponseBody().write(policy);
            exchange.close();
        });
        server.start();
        SERVERS.add(server);
        scenario.dns().zone().txt("_mta-sts." + domain, "v=STSv1; id=1;");
    }

    private static SmtpReceiver trusted(String domain) {
        return scenario.host(
                domain,
                ReceiverBehaviour.withTls(AUTHORITY.issue("mx." + domain).serverContext()));
    }

    private static String send(String domain) {
        String sender = scenario.user("to-" + domain.replace('.', '-'));
        scenario.james().mailClient().send(sender, "published", "someone@" + domain);
        return sender;
    }

    private static void assertBounced(String domain, String reply) {
        List<MailboxMessage> messages = scenario.mailbox(send(domain)).awaitMessages(1, PATIENCE);
        assertThat(messages).hasSize(1);
        DeliveryStatus.Fields fields = messages.get(0).deliveryStatus().recipient("someone@" + domain);
        assertThat(fields.get("Action")).isEqualTo("failed");
        assertThat(fields.get("Diagnostic-Code")).endsWith("; " + reply);
    }

    private static void assertNothingLeft(String domain, SmtpReceiver host, String reply) {
        assertBounced(domain, reply);
        Evidence.assertHeardNothingOfAnyMail(host);
    }

    private static void assertNotContacted(String domain, SmtpReceiver host, String reply) {
        assertBounced(domain, reply);
        assertThat(host.connections()).isZero();
    }

    @Test
    void listedHostWithATrustedCertificateShouldGetTheMail() throws IOException {
        publish("good.example", "enforce", "*.good.example");
        SmtpReceiver host = trusted("good.example");

        send("good.example");

        host.awaitReceived(1, PATIENCE);
        Evidence.assertHeardOfMailInsideTlsOnly(host);
    }

    @Test
    void hostWithoutTlsShouldGetNoMailUnderAPolicy() throws IOException {
        publish("clear.example", "enforce", "mx.clear.example");

        assertNothingLeft(
                "clear.example",
                scenario.host("clear.example", ReceiverBehaviour.withoutTls()),
                "403 4.7.0 other side does not support STARTTLS");
    }

    @Test
    void hostThatTheJvmDoesNotTrustShouldGetNoMailUnderAPolicy() throws IOException {
        publish("untrusted.example", "enforce", "mx.untrusted.example");

        assertNothingLeft(
                "untrusted.example",
                scenario.host("untrusted.example", OutboundScenario.withTls()),
                "403 4.7.0 authentication failed");
    }

    @Test
    void hostThatThePolicyDoesNotListShouldNotBeContacted() throws IOException {
        publish("unlisted.example", "enforce", "mail.unlisted.example");
        SmtpReceiver host = trusted("unlisted.example");

        assertNotContacted(
                "unlisted.example",
                host,
                "403 4.7.0 MX host mx.unlisted.example is not listed in the MTA-STS policy of unlisted.example");
    }

    @Test
    void ruleShouldHoldBesideThePolicy() throws IOException {
        publish("bits.example", "enforce", "mx.bits.example");

        assertNothingLeft(
                "bits.example",
                scenario.host("bits.example", ReceiverBehaviour.withoutTls()),
                "503 5.7.0 encryption too weak 0 less than 256");
    }

    @Test
    void policyInTestingShouldHoldNoMailBack() throws IOException {
        publish("tried.example", "testing", "mail.tried.example");
        SmtpReceiver host = scenario.host("tried.example", ReceiverBehaviour.withoutTls());

        send("tried.example");

        assertThat(host.awaitReceived(1, PATIENCE)).hasSize(1);
    }

    @Test
    void domainWithoutAPolicyShouldGetItsMailAsTheRuleSays() {
        SmtpReceiver host = scenario.host("none.example", ReceiverBehaviour.withoutTls());

        send("none.example");

        assertThat(host.awaitReceived(1, PATIENCE).get(0).tls()).isEmpty();
    }

    @Test
    void ruleShouldBeAbleToIgnoreAPolicy() throws IOException {
        publish("ignored.example", "enforce", "mail.ignored.example");
        SmtpReceiver host = scenario.host("ignored.example", ReceiverBehaviour.withoutTls());

        send("ignored.example");

        assertThat(host.awaitReceived(1, PATIENCE).get(0).tls()).isEmpty();
    }

    @Test
    void ruleShouldBeAbleToRequireAPolicy() {
        assertNotContacted(
                "required.example",
                trusted("required.example"),
                "503 5.7.0 required.example publishes no policy that demands TLS");
    }
}
