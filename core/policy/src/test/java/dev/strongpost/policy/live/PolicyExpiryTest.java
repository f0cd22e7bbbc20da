// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.Degradation;
import dev.strongpost.policy.rule.PolicyError;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.PolicyRule;

class PolicyExpiryTest {
    /** Two hours east of Greenwich: its midnight is another moment than that of UTC. */
    private static final ZoneId ZONE = ZoneId.of("UTC+2");

    /** A clock that is set by hand. */
    private static final class HandClock extends Clock {
        private Instant now;

        HandClock(String local) {
            set(local);
        }

        void set(String local) {
            now = LocalDateTime.parse(local).atZone(ZONE).toInstant();
        }

        @Override
        public ZoneId getZone() {
            return ZONE;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final HandClock clock = new HandClock("2026-11-01T12:00:00");
    private final PolicyTableParser parser = new PolicyTableParser(Set.of(), clock);

    private PolicyTable table(String rules) throws PolicyException {
        return parser.parse("conf/tls-policy.conf", rules.getBytes(StandardCharsets.UTF_8));
    }

    @Nested
    class Expiring {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                # today    | expiring
                2026-11-15 | ''
                2026-11-16 | partner.example (tls-policy.conf:2) ends on 2026-11-30, in 14 days; after that day its mail has to satisfy the rule that would apply without it, too
                2026-11-29 | partner.example (tls-policy.conf:2) ends on 2026-11-30, in 1 day; after that day its mail has to satisfy the rule that would apply without it, too
                2026-11-30 | partner.example (tls-policy.conf:2) ends on 2026-11-30, today; after that day its mail has to satisfy the rule that would apply without it, too
                2026-12-01 | partner.example (tls-policy.conf:2) ended on 2026-11-30: its mail has to satisfy the rule that would apply without it, too
                """)
        void ruleShouldExpireFromTwoWeeksBeforeItsLastDay(LocalDate today, String expiring) throws Exception {
            PolicyTable table = table("ever.example\npartner.example until=2026-11-30\nlate.example until=2028-01-01");

            assertThat(table.degradations(today).stream().map(String::valueOf).collect(Collectors.joining("; ")))
                    .isEqualTo(expiring);
        }

        @Test
        void expiringShouldCountDaysAndBeginWithTheFirst() throws Exception {
            PolicyTable table = table(
                    "a.example until=2026-11-10\nb.example until=2026-11-02 direction=in\nc.example until=2026-11-05");

            List<Degradation> expiring = table.degradations(LocalDate.of(2026, 11, 4));

            assertThat(expiring).map(rule -> rule.rule().who()).containsExactly("b.example", "c.example", "a.example");
            assertThat(expiring).map(Degradation::daysLeft).containsExactly(-2L, 1L, 6L);
            assertThat(expiring).map(Degradation::isOver).containsExactly(true, false, false);
        }
    }

    @Nested
    class Live {
        @TempDir
        private Path folder;

        private final ListAppender<ILoggingEvent> log = new ListAppender<>();
        private final Logger logger = (Logger) LoggerFactory.getLogger("dev.strongpost.policy");
        private final List<String> heard = new ArrayList<>();
        private Path file;
        private LivePolicyTable live;
        private int changes;

        @BeforeEach
        void listen() {
            log.start();
            logger.addAppender(log);
            file = folder.resolve("tls-policy.conf");
        }

        @AfterEach
        void close() {
            live.close();
            logger.detachAppender(log);
        }

        private void open(String rules) throws Exception {
            write(rules);
            live = LivePolicyTable.open(file, parser, Duration.ofDays(1), clock);
            live.addObserver(new PolicyObserver() {
                @Override
                public void reloaded(PolicyTable table, Duration took) {
                    assertThat(took).isGreaterThanOrEqualTo(Duration.ZERO);
                    assertThat(live.current()).isSameAs(table);
                    heard.add("reloaded " + table);
                }

                @Override
                public void refused(PolicyException why) {
                    heard.add("refused " + why.errors().size());
                }

                @Override
                public void degraded(Degradation how) {
                    heard.add("degraded " + how.rule().who() + " " + how.daysLeft());
                }
            });
        }

        private void write(String rules) throws Exception {
            Files.writeString(file, rules);
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L + 10_000L * changes++));
        }

        private void at(String local) {
            clock.set(local);
            IntStream.range(0, 3).forEach(i -> live.poll());
        }

        private List<String> logged() {
            List<String> lines = log.list.stream()
                    .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                    .toList();
            log.list.clear();
            return lines;
        }

        @Test
        void expiringRuleShouldBeSaidOnceADayAndStayInForce() throws Exception {
            open("partner.example until=2026-11-30");

            at("2026-11-15T23:59:59");
            assertThat(logged()).isEmpty();
            assertThat(live.status()).hasToString("OK");
            at("2026-11-16T00:00:00");
            assertThat(logged())
                    .containsExactly("WARN partner.example (tls-policy.conf:1) ends on 2026-11-30, in 14 days;"
                            + " after that day its mail has to satisfy the rule that would apply without it, too");
            at("2026-11-16T18:00:00");
            assertThat(logged()).isEmpty();
            at("2026-11-30T23:59:59");
            assertThat(logged()).singleElement().asString().contains("WARN").contains(", today");
            assertThat(live.status())
                    .hasToString("DEGRADED: partner.example (tls-policy.conf:1) ends on 2026-11-30, today;"
                            + " after that day its mail has to satisfy the rule that would apply without it, too");

            at("2026-12-01T00:00:00");
            assertThat(logged())
                    .containsExactly("ERROR partner.example (tls-policy.conf:1) ended on 2026-11-30:"
                            + " its mail has to satisfy the rule that would apply without it, too");
            at("2026-12-02T00:00:00");
            assertThat(logged()).hasSize(1);

            assertThat(live.current().lookup("u", "partner.example").level()).isEqualTo(TlsLevel.ENCRYPT);
            assertThat(live.status().isOk()).isFalse();
            assertThat(live.status().degradation().orElseThrow().daysLeft()).isEqualTo(-2);
            assertThat(heard)
                    .containsExactly(
                            "degraded partner.example 14",
                            "degraded partner.example 0",
                            "degraded partner.example -1",
                            "degraded partner.example -2");
        }

        @Test
        void changeBesideEndedRuleShouldBeTaken() throws Exception {
            open("partner.example until=2026-11-30");
            at("2026-12-01T08:00:00");
            write("partner.example until=2026-11-30\nnew.example");
            at("2026-12-01T09:00:00");

            assertThat(live.current().size()).isEqualTo(2);
            assertThat(live.status().error()).isEmpty();
            assertThat(heard)
                    .containsExactly("degraded partner.example -1", "reloaded 2 rules", "degraded partner.example -1");
        }

        @Test
        void midnightShouldBringTheNextRuleBack() throws Exception {
            open("partner.example may until=2026-11-30\n* verify");

            at("2026-11-30T23:59:59");
            assertThat(live.current().lookup("u", "partner.example").level()).isEqualTo(TlsLevel.MAY);
            at("2026-12-01T00:00:00");
            assertThat(live.current().lookup("u", "partner.example").level()).isEqualTo(TlsLevel.VERIFY);
        }

        @Test
        void dateThatHasPassedShouldNotStopAStart() throws Exception {
            clock.set("2026-12-24T00:00:00");
            open("partner.example may until=2026-11-30\n* verify");

            assertThat(live.current().lookup("u", "partner.example").level()).isEqualTo(TlsLevel.VERIFY);
            assertThat(live.status().isOk()).isFalse();
        }

        @Test
        void touchedFileWithExpiredRuleShouldStayAsItIs() throws Exception {
            open("partner.example until=2026-11-30");
            at("2026-12-01T08:00:00");
            write("partner.example until=2026-11-30");
            at("2026-12-01T09:00:00");

            assertThat(live.lastError()).isEmpty();
            assertThat(heard).containsExactly("degraded partner.example -1");
        }

        @Test
        void newTableShouldBeLookedThroughAtOnce() throws Exception {
            open("partner.example");
            at("2026-11-20T08:00:00");
            write("partner.example until=2026-11-30\nnew.example");
            at("2026-11-20T09:00:00");

            assertThat(heard).containsExactly("reloaded 2 rules", "degraded partner.example 10");
        }

        @Test
        void manyDegradationsShouldNotFloodTheLog() throws Exception {
            open(IntStream.range(0, 100)
                    .mapToObj(i -> "d" + i + ".example until=2026-11-30")
                    .collect(Collectors.joining("\n")));

            at("2026-11-30T08:00:00");

            assertThat(logged())
                    .hasSize(21)
                    .last()
                    .isEqualTo("WARN 80 more rules are not what they were when they were written,"
                            + " or will not be within 14 days");
            assertThat(heard).hasSize(100);
        }

        @Test
        void statusShouldNameFirstErrorBeforeAnythingElse() throws Exception {
            open("partner.example until=2026-11-30");
            write("bad..example\nworse..example\npartner.example bits=300");
            at("2026-11-20T08:00:00");

            assertThat(live.status().toString())
                    .startsWith(
                            "DEGRADED: policy table not reloaded, keeping the current one: tls-policy.conf:1: who: given bad..example:")
                    .endsWith(" (and 2 more)");
            assertThat(live.status().error().map(PolicyError::line)).contains(1);
            assertThat(live.status().degradation()).isEmpty();

            write("partner.example");
            at("2026-11-20T09:00:00");
            assertThat(live.status().isOk()).isTrue();
            assertThat(heard).containsExactly("degraded partner.example 10", "refused 3", "reloaded 1 rules");
        }

        @Test
        void observerThatThrowsShouldHarmNobody() throws Exception {
            open("partner.example");
            live.addObserver(new PolicyObserver() {
                @Override
                public void reloaded(PolicyTable table, Duration took) {
                    throw new IllegalStateException("on purpose");
                }
            });
            List<PolicyTable> seen = new ArrayList<>();
            live.addObserver(new PolicyObserver() {
                @Override
                public void reloaded(PolicyTable table, Duration took) {
                    seen.add(table);
                }
            });
            write("new.example");
            at("2026-11-20T09:00:00");

            assertThat(live.current().rules()).map(PolicyRule::who).containsExactly("new.example");
            assertThat(seen).containsExactly(live.current());
        }
    }
}
