// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.apache.james.core.MailAddress;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;

import dev.strongpost.smtpclient.SmtpConnection;
import dev.strongpost.smtpclient.pool.ConnectionPool;
import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.smtp.ScriptedServer;

/** Mails to servers that a seed has made up, and what has to be true of every one of them. */
@Tag("slow")
class DeliveryModelTest {
    private static final int SEEDS = Integer.getInteger("strongpost.model.seeds", 500);
    private static final long FIRST_SEED = Long.getLong("strongpost.model.first", 1);
    private static final int MAILS = 4;
    private static final int ATTEMPTS = 3;

    private final Multiset<String> delivered = HashMultiset.create();

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS) // for the seeds of profile soak
    void noMailShouldBeLostOrDoubledByAnyServer() throws Exception {
        try (OpenConnections connections = new OpenConnections()) {
            for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
                delivered.clear();
                RandomServer behaviour = new RandomServer(seed);
                try (ScriptedServer server =
                        ScriptedServer.listen(new InetSocketAddress(Loopback.freshAddress(), 0), behaviour)) {
                    deliverAll(seed, connections, server);
                    check(seed, behaviour);
                }
            }
        }
    }

    private void deliverAll(long seed, OpenConnections connections, ScriptedServer server) throws Exception {
        ConnectionPool<SmtpConnection> pool = connections.pool();
        List<CompletableFuture<Void>> mails = new ArrayList<>();
        for (int i = 0; i < MAILS; i++) {
            List<MailAddress> recipients = new ArrayList<>();
            for (int r = 0; r <= i % 3; r++) {
                recipients.add(new MailAddress("r" + r + "@open.example"));
            }
            mails.add(deliver(connections, pool, server, "mail" + i, recipients, ATTEMPTS));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(mails.toArray(new CompletableFuture<?>[0]));
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        pool.serveLongWaiting();
                        return all.isDone();
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("seed " + seed + ": " + mails + " after " + server.commands(), e);
        }
        all.join();
        pool.close();
    }

    private CompletableFuture<Void> deliver(
            OpenConnections connections,
            ConnectionPool<SmtpConnection> pool,
            ScriptedServer server,
            String token,
            List<MailAddress> recipients,
            int attempts)
            throws Exception {
        MxDelivery walk = new MxDelivery(
                OpenConnections.attempt(OpenConnections.message(token), recipients),
                List.of(OpenConnections.destination(server.address())),
                false,
                lookup -> lookup,
                pool,
                connections.sender(),
                new AttemptLog(new DeliveryEvents() {}, Clock.systemUTC(), task -> {}));
        return walk.walk().thenCompose(report -> {
            synchronized (delivered) {
                report.delivered().values().forEach(recipient -> delivered.add(token + "/" + recipient.asString()));
            }
            List<MailAddress> left = report.deferred().values().stream().collect(Collectors.toList());
            try {
                return attempts == 1 || left.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : deliver(connections, pool, server, token, left, attempts - 1);
            } catch (Exception e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    private void check(long seed, RandomServer server) {
        for (String mail : delivered.elementSet()) {
            assertThat(server.accepted().count(mail))
                    .as("seed %d: %s was reported as delivered", seed, mail)
                    .isPositive();
            assertThat(delivered.count(mail))
                    .as("seed %d: %s was reported once", seed, mail)
                    .isEqualTo(1);
        }
        for (String mail : server.told().elementSet()) {
            assertThat(server.told().count(mail))
                    .as("seed %d: %s was sent again though its acceptance had come", seed, mail)
                    .isEqualTo(1);
            assertThat(delivered.count(mail))
                    .as("seed %d: %s was accepted, and that was said", seed, mail)
                    .isEqualTo(1);
        }
        assertThat(server.nonsense())
                .as("seed %d: content was sent where a command belongs", seed)
                .isEmpty();
    }
}
