// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.testkit.SmallDisk;
import dev.strongpost.testkit.james.MailRequest;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/**
 * The disk with James's queues and temporary files fills up while mail waits and more comes in. What James answered with
 * 250 arrives once there is room, or comes back; what it did not is the client's. ActiveMQ's broker may end for good at a
 * write that fails: nothing goes out then before James is started again.
 */
@Tag("ci")
class FullDiskIT {
    private static final int MEGABYTES = 96;
    private static final Duration WHILE_FULL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String BROKER_ENDED = "Broker BrokerService[james] is being stopped";
    private static final String SENDER = "alice@origin.example";
    private static final ReceiverBehaviour BUSY =
            ReceiverBehaviour.builder().greeting("421 4.3.2 not now").build();

    @TempDir
    private Path place;

    private final Set<Integer> accepted = new TreeSet<>();

    private void submit(OutboundScenario scenario, int from, int to) {
        for (int i = from; i < to; i++) {
            String message = "Subject: token-" + i + "\r\n\r\n" + "a line of the message\r\n".repeat(5_000);
            try {
                scenario.james().mailClient().send(MailRequest.from(SENDER).to("someone@good.example"), message);
                accepted.add(i);
            } catch (IllegalStateException e) {
                // It is the client's still.
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"queues and temporary files, false", "queues alone, true"})
    void nothingAcceptedShouldBeLost(String what, boolean killed) throws Exception {
        try (SmallDisk disk = SmallDisk.create(MEGABYTES, place)
                .orElseGet(() -> Assumptions.abort("this user cannot have a mount namespace (unshare, nsenter)"))) {
            Path var = ItPaths.directory(FullDiskIT.class.getSimpleName()).resolve("var");
            Path temporary = what.equals("queues alone") ? Path.of(System.getProperty("java.io.tmpdir")) : var;
            try (OutboundScenario scenario = OutboundScenario.persistent(
                    FullDiskIT.class, "good.example encrypt\n", james -> james.commandPrefix(disk.prefix(var))
                            .jvmArguments("-Djava.io.tmpdir=" + temporary)
                            .replace(
                                    OutboundScenario.MAILETS,
                                    "<maxRetries>3</maxRetries>",
                                    "<maxRetries>100</maxRetries>"))) {
                SmtpReceiver good = scenario.host("good.example", BUSY);
                SmtpReceiver origin = scenario.host("origin.example", ReceiverBehaviour.withoutTls());
                submit(scenario, 0, 30);
                disk.fill();
                submit(scenario, 30, 40);
                assertThat(accepted).as("accepted while the disk was full").hasSize(30);
                good.behave(OutboundScenario.withTls());
                Thread.sleep(WHILE_FULL.toMillis());
                disk.free();
                submit(scenario, 40, 45);
                Callable<Boolean> allThere =
                        () -> MailCopies.at(good, origin).keySet().containsAll(accepted);
                Callable<Boolean> brokerEnded = () -> scenario.james().log().contains(BROKER_ENDED);
                if (!killed) {
                    Awaitility.await().atMost(PATIENCE).until(() -> allThere.call() || brokerEnded.call());
                }
                boolean startedAgain = killed || brokerEnded.call();
                if (startedAgain) {
                    scenario.james().kill();
                    scenario.james().startAgain();
                }

                Awaitility.await().atMost(PATIENCE).until(allThere);
                assertThat(MailCopies.at(good, origin).values()).allMatch(copies -> copies <= (startedAgain ? 2 : 1));
            }
        }
    }
}
