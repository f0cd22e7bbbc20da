// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;
import dev.strongpost.testkit.smtp.Transcript;

/** The hosts of {@link WeakSuitesIT} before a James as it comes: its JVM does not even begin with them. */
class WeakSuitesUnopenedIT {
    @AutoClose
    private static OutboundScenario scenario;

    @BeforeAll
    static void start() {
        scenario = OutboundScenario.withTable(
                WeakSuitesUnopenedIT.class, "des.example\nnull.example\nmodern.example protocol=TLSv1.2\n");
    }

    @Test
    void desShouldComeBackAsAFailedHandshake() {
        assertComesBack("des.example", WeakHosts.des());
    }

    @Test
    void nullCipherShouldComeBackAsAFailedHandshake() {
        assertComesBack("null.example", WeakHosts.nullCipher());
    }

    @Test
    void tls10ShouldComeBackAsAFailedHandshake() {
        assertComesBack("modern.example", WeakHosts.tls10());
    }

    private static void assertComesBack(String domain, ReceiverBehaviour behaviour) {
        SmtpReceiver host = scenario.host(domain, behaviour);
        String sender = scenario.user("to-" + domain.replace('.', '-'));

        scenario.james().mailClient().send(sender, "weak", "someone@" + domain);

        Evidence.assertOnePolicyBounce(
                scenario.mailbox(sender), "someone@" + domain, "503 5.7.0 TLS handshake failed.");
        Evidence.assertHeardNothingOfAnyMail(host);
        assertThat(host.connections()).as("proven at the first attempt").isEqualTo(1);
        assertThat(host.transcripts()).extracting(Transcript::tls).allMatch(Optional::isEmpty);
    }
}
