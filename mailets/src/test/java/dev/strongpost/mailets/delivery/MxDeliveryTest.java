// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.smtpclient.ConnectionEvents;
import dev.strongpost.smtpclient.ConnectionSettings;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.SmtpConnection;
import dev.strongpost.smtpclient.TransactionResult;
import dev.strongpost.smtpclient.pool.ConnectionLimitException;
import dev.strongpost.smtpclient.pool.ConnectionPool;
import dev.strongpost.smtpclient.protocol.SmtpReply;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

class MxDeliveryTest {
    private final OpenConnections connections = new OpenConnections();
    private final SmtpReceiver host = SmtpReceiver.listen(ReceiverBehaviour.withoutTls());
    private final Destination destination = OpenConnections.destination(host.address());
    private MailAddress recipient;
    private DeliveryAttempt attempt;

    /** Answers as it is told. */
    private static final class Scripted implements MxDelivery.Sender {
        private final Supplier<CompletableFuture<TransactionResult>> answer;
        private SmtpConnection used;

        private Scripted(Supplier<CompletableFuture<TransactionResult>> answer) {
            this.answer = answer;
        }

        @Override
        public Optional<SmtpReply> refusalOf(Destination destination) {
            return Optional.empty();
        }

        @Override
        public CompletableFuture<TransactionResult> send(
                SmtpConnection connection,
                DeliveryAttempt attempt,
                List<MailAddress> recipients,
                Runnable onMessageSent) {
            used = connection;
            return answer.get();
        }
    }

    private static final Scripted BROKEN = new Scripted(() -> {
        throw new IllegalStateException("still waiting for a response to [c2VjcmV0]");
    });

    private static AttemptLog log(DeliveryEvents events) {
        return new AttemptLog(events, Clock.systemUTC(), Runnable::run);
    }

    @BeforeEach
    void setUp() throws Exception {
        recipient = new MailAddress("b@open.example");
        attempt = OpenConnections.attempt(OpenConnections.message("one"), List.of(recipient));
    }

    @AfterEach
    void tearDown() throws Exception {
        connections.close();
        host.close();
    }

    private DeliveryReport walk(ConnectionPool<SmtpConnection> pool, MxDelivery.Sender sender, DeliveryEvents events) {
        return new MxDelivery(attempt, List.of(destination), false, lookup -> lookup, pool, sender, log(events))
                .walk()
                .join();
    }

    @Test
    void aConnectionShouldBeGivenUpWhenSendingBreaks() {
        ConnectionPool<SmtpConnection> pool = connections.pool();

        DeliveryReport report = walk(pool, BROKEN, new DeliveryEvents() {});

        assertThat(report.deferred().values()).containsExactly(recipient);
        assertThat(host.awaitConnectionsEnded(1, Duration.ofSeconds(5))).hasSize(1);
    }

    @Test
    void theSenderShouldNotBeToldWhatBroke() {
        assertThat(walk(connections.pool(), BROKEN, new DeliveryEvents() {})
                        .deferred()
                        .keySet())
                .singleElement()
                .satisfies(failure -> assertThat(failure.text()).doesNotContain("c2VjcmV0"));
    }

    @Test
    void aMailShouldCountAsDeliveredWhenOnlyItsLogBreaks() {
        Scripted sender = new Scripted(() ->
                CompletableFuture.completedFuture(TransactionResult.answered(1, SmtpReply.of(250, "2.0.0 taken"))));

        DeliveryReport report = walk(connections.pool(), sender, new DeliveryEvents() {
            @Override
            public void accepted(TlsEvidence evidence, Optional<Duration> sinceQueued) {
                throw new IllegalStateException("a bug");
            }
        });

        assertThat(report.delivered().values()).containsExactly(recipient);
        assertThat(report.undelivered()).isEmpty();
    }

    @Test
    void aConnectionShouldBeKeptForTheNextMail() {
        ConnectionPool<SmtpConnection> pool = connections.pool();
        Scripted sender = new Scripted(() ->
                CompletableFuture.completedFuture(TransactionResult.answered(1, SmtpReply.of(250, "2.0.0 taken"))));

        walk(pool, sender, new DeliveryEvents() {});

        assertThat(pool.lease(destination, OpenConnections.MAY)).isCompletedWithValue(sender.used);
    }

    @Test
    void aPoolThatBreaksShouldCostAnAttempt() {
        ConnectionPool<SmtpConnection> pool = new ConnectionPool<>(
                (to, profile) -> {
                    throw new IllegalStateException("a bug");
                },
                ConnectionSettings.builder().build(),
                ConnectionEvents.NONE,
                Clock.systemUTC());

        assertThat(walk(pool, BROKEN, new DeliveryEvents() {}).deferred().values())
                .containsExactly(recipient);
    }

    @Test
    void aCrowdedHostShouldCostNoAttempt() {
        ConnectionPool<SmtpConnection> pool = new ConnectionPool<>(
                (to, profile) -> CompletableFuture.failedFuture(new ConnectionLimitException(to)),
                ConnectionSettings.builder().build(),
                ConnectionEvents.NONE,
                Clock.systemUTC());

        DeliveryReport report = walk(pool, BROKEN, new DeliveryEvents() {});

        assertThat(report.postponed().values()).containsExactly(recipient);
        assertThat(report.deferred().values()).isEmpty();
        assertThat(report.refused().values()).isEmpty();
    }
}
