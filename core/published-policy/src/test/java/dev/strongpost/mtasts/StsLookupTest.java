// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.dns.AddressFamily;
import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.HostLookup;
import dev.strongpost.dns.MailExchanger;
import dev.strongpost.testkit.HandClock;

class StsLookupTest {
    private static final String DOMAIN = "partner.example";

    @TempDir
    private Path folder;

    private final HandClock clock = new HandClock(Instant.parse("2026-11-01T00:00:00Z"));
    private final AtomicInteger fetches = new AtomicInteger();
    private DnsAnswer<String> texts = record("1");
    private CompletableFuture<String> published = policy("enforce", 86_400);
    private StsLookup lookup;

    private final class Records implements HostLookup {
        @Override
        public CompletableFuture<DnsAnswer<MailExchanger>> mailExchangers(String domain) {
            throw new AssertionError(domain);
        }

        @Override
        public CompletableFuture<DnsAnswer<InetAddress>> addresses(String host, AddressFamily family) {
            throw new AssertionError(host);
        }

        @Override
        public CompletableFuture<DnsAnswer<String>> texts(String name) {
            assertThat(name).isEqualTo("_mta-sts." + DOMAIN);
            return CompletableFuture.completedFuture(texts);
        }
    }

    @BeforeEach
    void open() throws IOException {
        lookup = new StsLookup(
                new Records(),
                domain -> {
                    assertThat(domain).isEqualTo(DOMAIN);
                    fetches.incrementAndGet();
                    return published;
                },
                PolicyStore.in(folder.resolve("mta-sts"), clock),
                clock);
    }

    private static DnsAnswer<String> record(String id) {
        return DnsAnswer.of(List.of("v=STSv1; id=" + id));
    }

    private static CompletableFuture<String> policy(String mode, long seconds) {
        return CompletableFuture.completedFuture(
                "version: STSv1\nmode: " + mode + "\nmx: mx." + DOMAIN + "\nmax_age: " + seconds + "\n");
    }

    private static CompletableFuture<String> failing() {
        return CompletableFuture.failedFuture(new IOException("HTTP 500"));
    }

    private StsAnswer answer() throws Exception {
        return lookup.of(DOMAIN).get(5, TimeUnit.SECONDS);
    }

    private String mode() throws Exception {
        return answer().policy().map(found -> found.policy().mode().word()).orElse("-");
    }

    private void pass(Duration time) {
        clock.pass(time);
    }

    @Test
    void policyShouldBeFetchedAgainWhenHalfItsAgeIsOver() throws Exception {
        assertThat(mode()).isEqualTo("enforce");
        pass(Duration.ofHours(12));
        assertThat(mode()).isEqualTo("enforce");
        assertThat(fetches).hasValue(1);

        pass(Duration.ofHours(1));
        published = policy("testing", 86_400);
        assertThat(mode()).isEqualTo("enforce"); // nothing waits for it
        assertThat(mode()).isEqualTo("testing");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void refreshThatFailsShouldCostNothingUntilTheEnd() throws Exception {
        assertThat(mode()).isEqualTo("enforce");
        pass(Duration.ofHours(20));
        published = failing();

        assertThat(mode()).isEqualTo("enforce");
        assertThat(mode()).isEqualTo("enforce");
        assertThat(fetches).hasValue(2); // not at each mail
        pass(Duration.ofHours(5));
        assertThat(mode()).isEqualTo("-");
    }

    @Test
    void fileOlderThanAnyPolicyShouldBeDeleted() throws Exception {
        assertThat(mode()).isEqualTo("enforce");
        try (Stream<Path> files = Files.list(folder.resolve("mta-sts"))) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(Duration.ofDays(400))));
            }
        }
        open();

        assertThat(folder.resolve("mta-sts")).isEmptyDirectory();
    }

    @Test
    void policyShouldBeFetchedOnceItsAgeIsOver() throws Exception {
        assertThat(mode()).isEqualTo("enforce");
        pass(Duration.ofHours(25));
        assertThat(mode()).isEqualTo("enforce");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void anotherIdShouldFetchAgain() throws Exception {
        assertThat(mode()).isEqualTo("enforce");
        texts = record("2");
        published = policy("testing", 86_400);

        assertThat(mode()).isEqualTo("testing");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void livePolicyShouldHoldWhateverHappensToItsSource() throws Exception {
        assertThat(mode()).isEqualTo("enforce");

        texts = DnsAnswer.absent();
        assertThat(mode()).isEqualTo("enforce");
        texts = DnsAnswer.temporary("SERVFAIL");
        assertThat(mode()).isEqualTo("enforce");
        texts = DnsAnswer.of(List.of("v=STSv1; id=1", "v=STSv1; id=2"));
        assertThat(mode()).isEqualTo("enforce");
        texts = record("2");
        published = failing();
        assertThat(mode()).isEqualTo("enforce");
        published = CompletableFuture.completedFuture("no policy");
        pass(Duration.ofMinutes(6));
        assertThat(mode()).isEqualTo("enforce");

        pass(Duration.ofDays(1));
        assertThat(mode()).isEqualTo("-");
    }

    @Test
    void withdrawnPolicyShouldReplaceTheOneBefore() throws Exception {
        assertThat(mode()).isEqualTo("enforce");
        texts = record("2");
        published = policy("none", 86_400);
        assertThat(mode()).isEqualTo("none");
    }

    @Test
    void domainWithoutARecordShouldHaveNone() throws Exception {
        texts = DnsAnswer.absent();

        assertThat(answer()).returns(false, StsAnswer::isTemporary).hasToString("none");
        assertThat(fetches).hasValue(0);
    }

    @Test
    void lookupThatFailsShouldBeTemporary() throws Exception {
        texts = DnsAnswer.temporary("DNS, TXT: SERVFAIL");

        assertThat(answer().failure()).contains("DNS, TXT: SERVFAIL");
    }

    @Test
    void policyThatCannotBeFetchedShouldBeNoneAndNotAskedForAtOnce() throws Exception {
        published = failing();
        assertThat(answer()).returns(false, StsAnswer::isTemporary).hasToString("none, HTTP 500");
        assertThat(mode()).isEqualTo("-");
        assertThat(fetches).hasValue(1);

        pass(Duration.ofMinutes(6));
        published = policy("enforce", 86_400);
        assertThat(mode()).isEqualTo("enforce");
    }

    @Test
    void policyOfNoAgeShouldHoldForTheMailAtHand() throws Exception {
        published = policy("enforce", 0);

        assertThat(mode()).isEqualTo("enforce");
        assertThat(mode()).isEqualTo("enforce");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void policyShouldSurviveARestart() throws Exception {
        assertThat(mode()).isEqualTo("enforce");
        open();
        published = failing();
        texts = DnsAnswer.absent();

        assertThat(mode()).isEqualTo("enforce");
        assertThat(fetches).hasValue(1);
    }

    @Test
    void damagedFileShouldBeNone() throws Exception {
        assertThat(mode()).isEqualTo("enforce");
        try (Stream<Path> files = Files.list(folder.resolve("mta-sts"))) {
            for (Path file : files.toList()) {
                Files.writeString(file, Files.readString(file).substring(0, 30));
            }
        }
        open();
        texts = DnsAnswer.absent();

        assertThat(mode()).isEqualTo("-");
    }

    @Test
    void policyFetchedInTheFutureShouldNotHold() throws Exception {
        assertThat(mode()).isEqualTo("enforce");
        clock.pass(Duration.ofDays(-10));
        texts = DnsAnswer.absent();

        assertThat(mode()).isEqualTo("-");
    }

    @Test
    void folderThatCannotBeWrittenShouldCostNoPolicy() throws Exception {
        Files.delete(folder.resolve("mta-sts"));
        Files.writeString(folder.resolve("mta-sts"), "in the way");

        assertThat(mode()).isEqualTo("enforce");
        assertThat(mode()).isEqualTo("enforce");
        assertThat(fetches).hasValue(1);
    }

    @Test
    void manyAtATimeShouldFetchOnce() {
        published = new CompletableFuture<>();
        List<CompletableFuture<StsAnswer>> answers =
                IntStream.range(0, 100).mapToObj(i -> lookup.of(DOMAIN)).toList();
        published.complete(policy("enforce", 86_400).join());

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().policy()).isPresent());
        assertThat(fetches).hasValue(1);
    }
}
