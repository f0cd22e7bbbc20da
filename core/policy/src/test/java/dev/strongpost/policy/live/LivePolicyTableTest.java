// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.PolicyRule;

class LivePolicyTableTest {
    /** So long that only the test itself looks at the file. */
    private static final Duration NEVER = Duration.ofDays(1);

    private static final PolicyTableParser PARSER = new PolicyTableParser(Set.of(), Clock.systemUTC());

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.strongpost.policy");
    private Path file;
    private LivePolicyTable live;

    @BeforeEach
    void open() throws Exception {
        log.start();
        logger.addAppender(log);
        file = folder.resolve("tls-policy.conf");
        write("old.example");
        live = LivePolicyTable.open(file, PARSER, NEVER);
    }

    @AfterEach
    void close() {
        live.close();
        logger.detachAppender(log);
    }

    /** Writes in place, with a time of change long past, so that no look has to be repeated for a coarse clock. */
    private void write(String text) throws Exception {
        Files.writeString(file, text);
        age(file, 60 + text.hashCode() % 30);
    }

    private static void age(Path path, int seconds) throws Exception {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(seconds)));
    }

    private void look(int times) {
        IntStream.range(0, times).forEach(i -> live.poll());
    }

    private List<String> rules() {
        return live.current().rules().stream().map(PolicyRule::who).toList();
    }

    private List<String> errorsLogged() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void openShouldRefuseBadFile() throws Exception {
        write("bad..example");

        assertThatThrownBy(() -> LivePolicyTable.open(file, PARSER)).isInstanceOf(PolicyException.class);
    }

    @Nested
    class GoodChange {
        @Test
        void changeShouldBeTakenBySecondLookThatSeesIt() throws Exception {
            write("new.example");

            look(1);
            assertThat(rules()).containsExactly("old.example");
            look(1);
            assertThat(rules()).containsExactly("new.example");
        }

        @Test
        void whoFollowsShouldBeGivenTheTableOfNowAndEachThatReplacesIt() throws Exception {
            List<String> seen = new ArrayList<>();
            live.follow(table -> table.rules().forEach(rule -> seen.add(rule.who())));
            write("new.example");

            look(2);
            assertThat(seen).containsExactly("old.example", "new.example");
        }

        @Test
        void fileStillBeingWrittenShouldNotBeTaken() throws Exception {
            write("a.example\n");
            look(1);
            Files.writeString(file, "b.example\n", StandardOpenOption.APPEND);
            age(file, 50);
            look(1);
            assertThat(rules()).containsExactly("old.example");

            look(1);
            assertThat(rules()).containsExactly("a.example", "b.example");
        }

        @Test
        void fileReplacedByRenameShouldBeTaken() throws Exception {
            Path next = Files.writeString(folder.resolve("next"), "new.example");
            Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

            look(2);

            assertThat(rules()).containsExactly("new.example");
        }

        /** Kubernetes: the file is a link into ..data, which is a link that is turned to another folder. */
        @Test
        void turnedLinkOfConfigMapShouldBeTaken() throws Exception {
            Path data = folder.resolve("..data");
            Path mounted = folder.resolve("mounted.conf");
            for (String version : List.of("v1", "v2")) {
                Files.createDirectory(folder.resolve(version));
                Files.writeString(folder.resolve(version).resolve("rules"), version + ".example");
                age(folder.resolve(version).resolve("rules"), 60);
            }
            Files.createSymbolicLink(data, Path.of("v1"));
            Files.createSymbolicLink(mounted, Path.of("..data/rules"));
            try (LivePolicyTable table = LivePolicyTable.open(mounted, PARSER, NEVER)) {
                Path turned = Files.createSymbolicLink(folder.resolve("..tmp"), Path.of("v2"));
                Files.move(turned, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

                table.poll();
                table.poll();

                assertThat(table.current().rules()).map(PolicyRule::who).containsExactly("v2.example");
            }
        }

        /** On a coarse clock a second change can leave size and time as they were. */
        @Test
        void changeWithinSameTickShouldBeTaken() throws Exception {
            FileTime tick = FileTime.from(Instant.now());
            Files.writeString(file, "aaa.example");
            Files.setLastModifiedTime(file, tick);
            look(2);
            Files.writeString(file, "bbb.example");
            Files.setLastModifiedTime(file, tick);

            look(2);

            assertThat(rules()).containsExactly("bbb.example");
        }

        @Test
        void touchedFileShouldNotBeReadAsAnother() throws Exception {
            PolicyTable before = live.current();
            age(file, 10);

            look(3);

            assertThat(live.current()).isSameAs(before);
        }

        @Test
        void daemonShouldLookByItself() throws Exception {
            try (LivePolicyTable table = LivePolicyTable.open(file, PARSER, Duration.ofMillis(10))) {
                write("new.example");

                await().untilAsserted(() ->
                        assertThat(table.current().rules()).map(PolicyRule::who).containsExactly("new.example"));
            }
        }
    }

    @Nested
    class BadChange {
        @Test
        void badFileShouldKeepOldTableAndLogEveryErrorOnce() throws Exception {
            write("bad..example\nok.example bits=300");

            look(5);

            assertThat(rules()).containsExactly("old.example");
            assertThat(errorsLogged())
                    .hasSize(2)
                    .anyMatch(line -> line.contains("tls-policy.conf:1: who"))
                    .anyMatch(line -> line.contains("tls-policy.conf:2: bits"));
            assertThat(live.lastError().orElseThrow().errors()).hasSize(2);
        }

        @Test
        void freshBadFileShouldBeLoggedOnce() throws Exception {
            Files.writeString(file, "bad..example");

            look(5);

            assertThat(errorsLogged()).hasSize(1);
        }

        @Test
        void mendedFileShouldBeTakenAndClearError() throws Exception {
            write("bad..example");
            look(2);
            write("new.example");
            look(2);

            assertThat(rules()).containsExactly("new.example");
            assertThat(live.lastError()).isEmpty();
        }

        @Test
        void restoredFileShouldClearError() throws Exception {
            write("bad..example");
            look(2);
            write("old.example");
            look(2);

            assertThat(rules()).containsExactly("old.example");
            assertThat(live.lastError()).isEmpty();
        }

        @Test
        void missingFileShouldKeepOldTable() throws Exception {
            Files.delete(file);

            look(4);

            assertThat(rules()).containsExactly("old.example");
            assertThat(live.lastError().orElseThrow()).hasMessageContaining("does not exist");
            assertThat(errorsLogged()).hasSize(1);
        }

        @Test
        void missingFileShouldBeTakenWhenItIsBack() throws Exception {
            Files.delete(file);
            look(2);
            write("new.example");
            look(2);

            assertThat(rules()).containsExactly("new.example");
            assertThat(live.lastError()).isEmpty();
        }

        @Test
        void emptiedFileShouldKeepOldTable() throws Exception {
            write("");
            look(2);

            assertThat(rules()).containsExactly("old.example");
            assertThat(live.lastError().orElseThrow()).hasMessageContaining("0 bytes");
        }
    }

    @Nested
    class Shrunk {
        private List<String> warnings() {
            return log.list.stream()
                    .filter(event -> event.getLevel() == Level.WARN)
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }

        @ParameterizedTest
        @CsvSource({"2, true", "1, true", "0, true", "3, false", "5, false", "6, false"})
        void aTableThatLostMostOfItsRulesShouldBeActiveAndDegraded(int left, boolean shrunk) throws Exception {
            write(rules(5));
            look(2);
            write(rules(left));
            look(2);

            assertThat(live.current().size()).isEqualTo(left);
            assertThat(live.status().isOk()).isEqualTo(!shrunk);
            if (shrunk) {
                assertThat(live.status()).hasToString("DEGRADED: the table has shrunk from 5 rules to " + left);
                assertThat(warnings()).singleElement().asString().endsWith("shrunk from 5 rules to " + left);
            } else {
                assertThat(warnings()).isEmpty();
            }
        }

        @Test
        void theNextChangeShouldEndIt() throws Exception {
            write(rules(5));
            look(2);
            write(rules(1));
            look(2);
            write(rules(2));
            look(2);

            assertThat(live.status().isOk()).isTrue();
        }

        @Test
        void aDayShouldEndIt() {
            Instant now = Instant.parse("2026-11-27T12:00:00Z");
            TableShrinkage shrinkage = TableShrinkage.of(5, 0, now).orElseThrow();

            assertThat(shrinkage.isRecent(now.plusSeconds(24 * 3600 - 1))).isTrue();
            assertThat(shrinkage.isRecent(now.plusSeconds(24 * 3600))).isFalse();
        }

        private String rules(int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> "a" + i + ".example")
                    .collect(Collectors.joining("\n", "# rules\n", "\n"));
        }
    }

    /** Two tables in turn, each of one level throughout: a reader that sees both levels has seen half a table. */
    @Test
    void readerShouldNeverSeeHalfATable() throws Exception {
        String verify = rulesOfLevel("verify");
        String secure = rulesOfLevel("secure bits=256");
        write(verify);
        look(2);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> {
            long reads = 0;
            while (!done.get()) {
                PolicyTable table = live.current();
                TlsLevel first = table.lookup("u", "d0.example").level();
                assertThat(table.size()).isEqualTo(500);
                assertThat(table.lookup("u", "d499.example").level()).isEqualTo(first);
                assertThat(first).isIn(TlsLevel.VERIFY, TlsLevel.SECURE);
                reads++;
            }
            return reads;
        });

        for (int round = 0; round < 50; round++) {
            Files.writeString(file, round % 2 == 0 ? secure : verify);
            age(file, 100 + round);
            look(2);
            assertThat(live.current().lookup("u", "d7.example").level())
                    .isEqualTo(round % 2 == 0 ? TlsLevel.SECURE : TlsLevel.VERIFY);
        }
        done.set(true);

        assertThat(reader.get()).isPositive();
    }

    private static String rulesOfLevel(String level) {
        return IntStream.range(0, 500)
                .mapToObj(i -> "d" + i + ".example " + level)
                .collect(Collectors.joining("\n"));
    }
}
