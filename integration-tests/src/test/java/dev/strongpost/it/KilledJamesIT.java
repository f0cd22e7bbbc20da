// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

import dev.strongpost.testkit.smtp.Fault;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/**
 * A James whose queues are on disk is killed while it delivers, and stopped, and its receivers are. Lost is a mail that
 * James answered with 250 and that has, after the last restart, neither arrived nor come back. Senders are at a remote
 * domain, so that bounces go the same way.
 */
@Tag("ci")
class KilledJamesIT {
    private static final int KILLS = Integer.getInteger("strongpost.kill.seeds", 2);
    private static final int MAILS = 1000;
    private static final int IN_FLIGHT = 100;
    /** James's spool has mails in flight, too: one for each of its threads. */
    private static final int IN_SPOOL = 20;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SENDER = "alice@origin.example";

    @AutoClose
    private OutboundScenario scenario;

    private SmtpReceiver good;
    private SmtpReceiver refusing;
    private SmtpReceiver origin;

    private static ReceiverBehaviour busy() {
        return ReceiverBehaviour.builder().greeting("421 4.3.2 not now").build();
    }

    private void start() {
        scenario = OutboundScenario.persistent(KilledJamesIT.class, "good.example encrypt\n", james -> james.replace(
                        OutboundScenario.MAILETS,
                        "match=\"dev.strongpost.matchers.RecipientRequiresTls\"",
                        "match=\"All\"")
                .replace(
                        OutboundScenario.MAILETS,
                        "<maxRetries>3</maxRetries>",
                        "<maxRetries>100</maxRetries><maxMailsInFlight>" + IN_FLIGHT + "</maxMailsInFlight>"));
        good = scenario.host("good.example", busy());
        refusing = scenario.host("refusing.example", busy());
        origin = scenario.host("origin.example", ReceiverBehaviour.withoutTls());
    }

    /** Has James accept the mails: nine of ten will arrive, and one will be refused. */
    private void submit(int count) {
        for (int i = 0; i < count; i++) {
            String domain = i % 10 == 0 ? "refusing.example" : "good.example";
            scenario.james().mailClient().send(SENDER, "token-" + i, "someone@" + domain);
        }
    }

    private void open() {
        good.behave(OutboundScenario.withTls().toBuilder()
                .replyDelay(Duration.ofMillis(20))
                .build());
        refusing.behave(ReceiverBehaviour.withoutTls().toBuilder()
                .atRecipient("someone@refusing.example", Fault.reply("550 5.1.1 no such user"))
                .build());
    }

    private int arrived() {
        return good.received().size();
    }

    private Map<Integer, Integer> copies() {
        return MailCopies.at(good, origin);
    }

    private void assertNoneLost(int count, int mostDuplicates, TestReporter report) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> copies().size() == count);
        Set<Integer> missing = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            missing.add(i);
        }
        missing.removeAll(copies().keySet());
        int duplicates =
                copies().values().stream().mapToInt(copies -> copies - 1).sum();
        assertThat(missing).as("lost").isEmpty();
        assertThat(duplicates).as("duplicates").isLessThanOrEqualTo(mostDuplicates);
        report.publishEntry("duplicates", duplicates + " of " + count);
    }

    @Test
    void nothingShouldBeLostWhenJamesIsKilled(TestReporter report) {
        start();
        submit(MAILS);
        open();
        for (int seed = 0; seed < KILLS; seed++) {
            int until = arrived() + 1 + new Random(seed).nextInt(MAILS / 2 / KILLS);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> arrived() >= until);
            scenario.james().kill();
            scenario.james().startAgain();
        }

        assertNoneLost(MAILS, KILLS * (IN_FLIGHT + IN_SPOOL), report);
    }

    /** A container gives ten seconds. */
    @Test
    void nothingShouldBeLostOrSentTwiceWhenJamesIsStopped(TestReporter report) {
        start();
        submit(300);
        open();
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> arrived() > 30);

        Duration took = scenario.james().stop(Duration.ofSeconds(30));
        scenario.james().startAgain();

        assertThat(took).isLessThan(Duration.ofSeconds(10));
        assertNoneLost(300, 0, report);
    }

    @Test
    void nothingShouldBeLostWhenTheReceiverIsKilled() {
        start();
        submit(300);
        open();
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> arrived() > 30);
        SmtpReceiver killed = good;
        killed.close();

        good = scenario.namedHost("mx.good.example", OutboundScenario.withTls());

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> MailCopies.at(killed, good, origin).size() == 300);
    }
}
