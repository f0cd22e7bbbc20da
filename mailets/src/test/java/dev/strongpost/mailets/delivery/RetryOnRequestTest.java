// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** An administrator has the waiting mail of one domain tried at once. */
class RetryOnRequestTest {
    private static final ReceiverBehaviour GOOD = ReceiverBehaviour.withoutTls();
    private static final ReceiverBehaviour NOT_NOW =
            ReceiverBehaviour.builder().greeting("421 4.3.2 not now").build();

    @TempDir
    Path directory;

    @AutoClose
    private DeliveryFixture fixture;

    private SmtpReceiver partner;
    private SmtpReceiver other;

    @BeforeEach
    void start() throws Exception {
        fixture = new DeliveryFixture(directory).with("delayTime", "1 hour").with("maxRetries", "1");
        partner = fixture.exchanger("partner.example", NOT_NOW);
        other = fixture.exchanger("other.example", NOT_NOW);
        fixture.start();
    }

    private void send(String recipient) throws Exception {
        fixture.send("alice@here.example", recipient);
    }

    private void awaitWaiting(String domain, int count) {
        Awaitility.await().atMost(DeliveryFixture.PATIENCE).until(() -> fixture.waiting(domain) == count);
    }

    @Test
    void mailOfTheDomainShouldBeTriedAndNoOther() throws Exception {
        send("bob@partner.example");
        send("carol@partner.example");
        send("dave@other.example");
        awaitWaiting("partner.example", 2);
        awaitWaiting("other.example", 1);
        int before = other.connections();
        partner.behave(GOOD);
        other.behave(GOOD);

        assertThat(fixture.retryNow("partner.example")).isEqualTo(2);

        partner.awaitReceived(2, DeliveryFixture.PATIENCE);
        awaitWaiting("other.example", 1);
        assertThat(other.connections()).isEqualTo(before);
    }

    @Test
    void attemptsOnRequestShouldNotUseUpTheSchedule() throws Exception {
        send("bob@partner.example");
        for (int i = 1; i <= 3; i++) {
            awaitWaiting("partner.example", 1);
            int before = partner.connections();

            assertThat(fixture.retryNow("partner.example")).isEqualTo(1);
            Awaitility.await().atMost(DeliveryFixture.PATIENCE).until(() -> partner.connections() > before);
        }
        awaitWaiting("partner.example", 1);
        partner.behave(GOOD);
        assertThat(fixture.retryNow("partner.example")).isEqualTo(1);

        partner.awaitReceived(1, DeliveryFixture.PATIENCE);
        assertThat(fixture.awaitHandedOn(0)).isEmpty();
    }

    @Test
    void nothingShouldBeFlushedWhenNothingWaits() throws Exception {
        send("dave@other.example");
        awaitWaiting("other.example", 1);

        assertThat(fixture.retryNow("partner.example")).isZero();
    }
}
