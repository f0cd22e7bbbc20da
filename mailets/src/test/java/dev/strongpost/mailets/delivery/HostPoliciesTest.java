// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.strongpost.dane.DaneLookup;
import dev.strongpost.dns.AddressFamily;
import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.HostLookup;
import dev.strongpost.dns.HostProof;
import dev.strongpost.dns.MailExchanger;
import dev.strongpost.dns.TlsaLookup;
import dev.strongpost.dns.TlsaRecord;
import dev.strongpost.mtasts.PolicyStore;
import dev.strongpost.mtasts.StsLookup;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.testkit.Tables;

/** A rule, what a host publishes and what its domain does: {@code published.txt} says what comes of them together. */
class HostPoliciesTest {
    @TempDir
    private Path folder;

    record Row(String rule, String tlsa, String sts, String result) {
        static Row of(String line) {
            String[] cells = line.split("\\s+\\|\\s+");
            return new Row(cells[0], cells[1], cells[2], cells[3]);
        }
    }

    static Stream<Row> rows() {
        return Tables.rows("/published.txt", 0).map(cells -> Row.of(cells.get(0)));
    }

    /** DNS as a row has it. */
    private record Names(Row row) implements HostLookup, TlsaLookup {
        @Override
        public CompletableFuture<DnsAnswer<MailExchanger>> mailExchangers(String domain) {
            throw new AssertionError(domain);
        }

        @Override
        public CompletableFuture<DnsAnswer<InetAddress>> addresses(String host, AddressFamily family) {
            throw new AssertionError(host);
        }

        @Override
        public CompletableFuture<DnsAnswer<String>> alias(String host) {
            throw new AssertionError(host);
        }

        @Override
        public CompletableFuture<DnsAnswer<String>> texts(String name) {
            return CompletableFuture.completedFuture(
                    switch (row.sts) {
                        case "none" -> DnsAnswer.absent();
                        case "fails" -> DnsAnswer.temporary("DNS, TXT: no answer");
                        default -> DnsAnswer.of(List.of("v=STSv1; id=1"));
                    });
        }

        @Override
        public CompletableFuture<DnsAnswer<TlsaRecord>> tlsa(String name) {
            assertThat(name).isEqualTo("_25._tcp.mx.partner.example");
            return CompletableFuture.completedFuture(
                    switch (row.tlsa) {
                        case "usable" -> proven(TlsaRecord.of(3, 1, 1, new byte[32]));
                        case "unusable" -> proven(TlsaRecord.of(1, 1, 1, new byte[32]));
                        case "fails" -> DnsAnswer.temporary("DNS, TLSA: bogus");
                        default -> DnsAnswer.of(List.of(), true, Optional.empty());
                    });
        }

        private static DnsAnswer<TlsaRecord> proven(TlsaRecord record) {
            return DnsAnswer.of(List.of(record), true, Optional.empty());
        }

        CompletableFuture<String> policy(String domain) {
            if (row.sts.equals("gone")) {
                return CompletableFuture.failedFuture(new IOException("HTTP 500"));
            }
            String mode =
                    switch (row.sts) {
                        case "testing" -> "testing";
                        case "none-mode" -> "none";
                        default -> "enforce";
                    };
            String host = row.sts.equals("elsewhere") ? "other" : "mx";
            return CompletableFuture.completedFuture(
                    "version: STSv1\nmode: " + mode + "\nmx: " + host + "." + domain + "\nmax_age: 86400\n");
        }
    }

    private PublishedPolicies policies(Row row) throws IOException {
        if (row.sts.equals("off")) {
            return PublishedPolicies.off();
        }
        Names names = new Names(row);
        Clock clock = Clock.systemUTC();
        StsLookup sts = new StsLookup(names, names::policy, PolicyStore.in(folder.resolve("mta-sts"), clock), clock);
        return PublishedPolicies.of(
                sts, row.tlsa.equals("off") ? Optional.empty() : Optional.of(new DaneLookup(names, clock)));
    }

    private static DeliveryAttempt attempt(String rule) throws Exception {
        MailAddress recipient = new MailAddress("someone@partner.example");
        int and = rule.indexOf(" && ");
        TlsRequirement requirement = and < 0
                ? requirement(rule)
                : requirement(rule.substring(0, and)).and(requirement(rule.substring(and + 4)));
        return new DeliveryAttempt(
                MailImpl.builder().name("mail").addRecipient(recipient).build(),
                null,
                new RecipientGroup(recipient.getDomain(), requirement, requirement, List.of(recipient)));
    }

    private static TlsRequirement requirement(String rule) throws Exception {
        String text = rule.equals("-") ? "# none" : "partner.example " + rule;
        PolicyTable table = PolicyTableParser.forThisJvm().parse("rule", text.getBytes(StandardCharsets.UTF_8));
        return table.lookup("someone", "partner.example");
    }

    private static String result(PublishedPolicies.Outcome outcome) {
        return outcome.failure()
                .map(failure -> (failure.isPermanent() ? "bounces " : "waits ") + failure.text())
                .orElseGet(() -> outcome.attempt().enforced().each().stream()
                        .map(part -> part.source().toString().replaceAll(":.*", "") + " "
                                + part.level().word())
                        .collect(Collectors.joining(" & ")));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void togetherTheyShouldAskFor(Row row) throws Exception {
        HostProof proof = HostProof.of(!row.tlsa.equals("unsigned"), Optional.empty(), true, Optional.empty());
        Destination host = Destination.of("mx.partner.example", InetAddress.getByName("192.0.2.7"), 25)
                .provenBy(proof);

        PublishedPolicies.Outcome before =
                policies(row).applyTo(attempt(row.rule)).join();
        PublishedPolicies.Outcome outcome = before.failure().isPresent()
                ? before
                : before.attempt().at(host).join();

        assertThat(result(outcome)).isEqualTo(row.result);
    }
}
