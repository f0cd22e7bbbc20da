// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;
import dev.strongpost.testkit.smtp.TlsFacts;
import dev.strongpost.testkit.smtp.Transcript;

/** Hosts whose best suite is too weak, before a James whose JVM would speak it. */
class WeakSuitesIT {
    @AutoClose
    private static OutboundScenario scenario;

    @BeforeAll
    static void start() {
        String table =
                """
                des.example encrypt protocol=TLSv1 ciphers=%s,TLS_RSA_WITH_AES_128_CBC_SHA
                null.example encrypt ciphers=%s,TLS_RSA_WITH_AES_128_CBC_SHA
                strong.example bits=256
                modern.example protocol=TLSv1.2
                """
                        .formatted(WeakHosts.DES, WeakHosts.NULL);
        scenario =
                OutboundScenario.with(WeakSuitesIT.class, table, james -> james.securityProperties(openedSecurity()));
    }

    private static String openedSecurity() {
        try {
            return Files.readString(ItPaths.openedSecurity());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void desShouldComeBackAs56Bits() {
        assertComesBack("des.example", WeakHosts.des(), 56, "503 5.7.0 encryption too weak 56 less than 112");
    }

    @Test
    void nullCipherShouldComeBackAs0Bits() {
        assertComesBack("null.example", WeakHosts.nullCipher(), 0, "503 5.7.0 encryption too weak 0 less than 112");
    }

    @Test
    void aes128ShouldComeBackWhere256BitsAreRequired() {
        assertComesBack("strong.example", WeakHosts.aes128(), 128, "503 5.7.0 encryption too weak 128 less than 256");
    }

    private static void assertComesBack(String domain, ReceiverBehaviour behaviour, int bits, String reply) {
        SmtpReceiver host = scenario.host(domain, behaviour);
        String sender = scenario.user("to-" + domain.replace('.', '-'));

        scenario.james().mailClient().send(sender, "weak", "someone@" + domain);

        Evidence.assertOnePolicyBounce(scenario.mailbox(sender), "someone@" + domain, reply);
        Evidence.assertHeardNothingOfAnyMail(host);
        assertThat(host.transcripts())
                .extracting(Transcript::tls)
                .as("the handshake took place, and was judged")
                .allSatisfy(tls -> assertThat(tls.map(TlsFacts::bits)).contains(bits));
    }

    @Test
    void tls10ShouldComeBackWhereTls12IsRequired() {
        SmtpReceiver host = scenario.host("modern.example", WeakHosts.tls10());
        String sender = scenario.user("modern");

        scenario.james().mailClient().send(sender, "old", "someone@modern.example");

        Evidence.assertOnePolicyBounce(
                scenario.mailbox(sender), "someone@modern.example", "503 5.7.0 TLS handshake failed.");
        Evidence.assertHeardNothingOfAnyMail(host);
        assertThat(host.transcripts()).extracting(Transcript::tls).allMatch(Optional::isEmpty);
    }
}
