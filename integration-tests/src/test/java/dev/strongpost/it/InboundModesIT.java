package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.RawSmtpClient;
import dev.strongpost.testkit.TestCertificateAuthority;

class InboundModesIT {
    private static InboundScenario scenario;

    @BeforeAll
    static void start() {
        scenario = InboundScenario.prepare()
                .listener(
                        "request",
                        "<tls>accept</tls>",
                        "<clientCertificate>request</clientCertificate>",
                        "<exemptClients>none</exemptClients>")
                .start(InboundModesIT.class, "partner.example bits=128 direction=in\n");
    }

    @AfterAll
    static void stop() {
        scenario.close();
    }

    @Test
    void spike() throws IOException {
        try (RawSmtpClient client = scenario.connect("request")) {
            assertThat(client.say("EHLO c.example")).contains("STARTTLS");
            assertThat(client.say("STARTTLS")).startsWith("220");
            client.startTls(
                    scenario.authority().clientContext(TestCertificateAuthority.selfSigned("mx.self.example")),
                    "mx.here.example");
            assertThat(client.say("EHLO c.example")).doesNotContain("STARTTLS");
            assertThat(client.say("MAIL FROM:<a@partner.example>")).startsWith("250");
            assertThat(client.say("RCPT TO:<bob@here.example>")).startsWith("250");
            assertThat(client.say("DATA")).startsWith("354");
            assertThat(client.say("Subject: x\r\n\r\nhello\r\n.")).startsWith("250");
        }
        System.err.println(scenario.james()
                .log()
                .lines()
                .filter(l -> l.contains("dev.strongpost"))
                .toList());
    }
}
