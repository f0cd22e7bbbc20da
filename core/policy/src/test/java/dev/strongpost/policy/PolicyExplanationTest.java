// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.policy.PolicyExplanation.Outcome;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.PolicyRule;

class PolicyExplanationTest {
    private static PolicyTable table(String... lines) throws PolicyException {
        return new PolicyTableParser(Set.of(), Clock.systemUTC())
                .parse("conf/tls-policy.conf", String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void explanationShouldReadTopDown() throws Exception {
        PolicyTable table = table("*", "partner.example may", "sales.partner.example bits=256", "boss@ verify");

        assertThat(table.explain("Boss+x", "Sales.Partner.Example.").toString())
                .isEqualTo(
                        """
                        boss+x@sales.partner.example: TLS with at least 112 bits and a trusted certificate for the MX host
                          boss@ (tls-policy.conf:4) decides: TLS with at least 112 bits and a trusted certificate for the MX host
                          sales.partner.example (tls-policy.conf:3) is less specific: TLS with at least 256 bits
                          partner.example (tls-policy.conf:2) is less specific: TLS when offered
                          * (tls-policy.conf:1) is less specific: TLS with at least 112 bits
                          built-in may is less specific: TLS when offered""");
    }

    @Test
    void explanationShouldNameBuiltInWhenNoRuleCovers() throws Exception {
        PolicyExplanation explanation =
                table("partner.example", "a.example direction=in").explain("u", "a.example");

        assertThat(explanation.steps()).isEmpty();
        assertThat(explanation.decisive()).isEmpty();
        assertThat(explanation.requirement()).isSameAs(TlsRequirement.builtInMay());
        assertThat(explanation).hasToString("u@a.example: TLS when offered\n  built-in may decides: TLS when offered");
    }

    @Test
    void ruleForSubDomainsOnlyShouldBeShownAsSuch() throws Exception {
        PolicyExplanation explanation = table(".partner.example", "example may").explain("u", "partner.example");

        assertThat(explanation.steps())
                .map(step -> step.rule().who() + " " + step.outcome())
                .containsExactly(".partner.example SUB_DOMAINS_ONLY", "example DECIDES");
        assertThat(explanation.toString())
                .contains("\n  .partner.example (tls-policy.conf:1) is for sub-domains only: ");
    }

    @ParameterizedTest
    @CsvSource({
        "user+tag, sales.partner.example, user+tag@sales.partner.example user@sales.partner.example user+tag@ user@"
                + " =sales.partner.example sales.partner.example partner.example example *",
        "user, partner.example, user@ partner.example example *",
        "u, [192.0.2.7], [192.0.2.7] *",
        "user, not a domain, user@ *",
    })
    void everyRuleThatCoversShouldBeConsideredInOrder(String local, String domain, String rules) throws Exception {
        PolicyTable table = table(
                "*",
                "example",
                "partner.example",
                "sales.partner.example",
                "=sales.partner.example",
                "user@",
                "user+tag@",
                "user@sales.partner.example",
                "user+tag@sales.partner.example",
                "[192.0.2.7]");

        PolicyExplanation explanation = table.explain(local, domain);

        assertThat(explanation.steps()).map(step -> step.rule().who()).containsExactly(rules.split(" "));
        assertThat(explanation.steps().get(0).outcome()).isEqualTo(Outcome.DECIDES);
        assertThat(explanation.steps().subList(1, explanation.steps().size()))
                .allMatch(step -> step.outcome() == Outcome.LESS_SPECIFIC);
    }

    @Test
    void oddRecipientShouldStayOnOneLine() throws Exception {
        PolicyExplanation explanation = PolicyTable.empty().explain("a\nb\u001b[2J", "c\r\nd");

        assertThat(explanation.recipient()).isEqualTo("a?b?[2j@c??d");
        assertThat(PolicyTable.empty().explain("x".repeat(10_000), "y").recipient())
                .hasSizeLessThan(110);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void explanationShouldAgreeWithLookupAndNameEveryRuleThatCovers(long seed) throws Exception {
        Random random = new Random(seed);
        PolicyTable table = randomTable(random);
        int considered = 0;

        for (int i = 0; i < 5_000; i++) {
            String local = randomLocal(random);
            String domain = randomDomain(random);
            PolicyExplanation explanation = table.explain(local, domain);

            assertThat(explanation.decisive()).isEqualTo(table.match(local, domain));
            assertThat(explanation.requirement()).isEqualTo(table.lookup(local, domain));
            assertThat(explanation.steps().stream()
                            .filter(step -> step.outcome() != Outcome.SUB_DOMAINS_ONLY)
                            .map(step -> step.rule().who()))
                    .as(local + "@" + domain)
                    .containsExactlyElementsOf(covering(table, local, domain));
            considered += explanation.steps().size();
        }
        assertThat(considered).isGreaterThan(5_000);
    }

    /** The rules that cover a recipient by the words of the manual, most specific first. */
    private static List<String> covering(PolicyTable table, String local, String domain) {
        String user = local.indexOf('+') > 0 ? local.substring(0, local.indexOf('+')) : local;
        TreeMap<Integer, String> byRank = new TreeMap<>();
        for (PolicyRule rule : table.rules()) {
            String who = rule.who();
            String name = who.startsWith(".") ? who.substring(1) : who;
            int rank;
            if (who.contains("@")) {
                rank = List.of(local + "@" + domain, user + "@" + domain, local + "@", user + "@")
                        .indexOf(who);
            } else if (who.equals("*")) {
                rank = 1_000;
            } else if (who.equals("=" + domain)) {
                rank = 10;
            } else {
                boolean covers = who.equals(domain) || domain.endsWith("." + name);
                rank = covers ? 500 - name.length() : -1;
            }
            if (rank >= 0) {
                byRank.put(rank, who);
            }
        }
        return new ArrayList<>(byRank.values());
    }

    private static PolicyTable randomTable(Random random) throws PolicyException {
        Set<String> names = new HashSet<>();
        List<String> lines = new ArrayList<>();
        while (lines.size() < 150) {
            String domain = randomDomain(random);
            String line =
                    switch (random.nextInt(6)) {
                        case 0 -> "." + domain;
                        case 1 -> "=" + domain;
                        case 2 -> randomLocal(random) + "@" + domain;
                        case 3 -> random.nextBoolean() ? randomLocal(random) + "@" : "*";
                        default -> domain;
                    };
            if (names.add(line.startsWith(".") ? line.substring(1) : line)) {
                lines.add(line);
            }
        }
        return table(lines.stream().collect(Collectors.joining("\n")));
    }

    private static String randomDomain(Random random) {
        return random.ints(1 + random.nextInt(4), 0, 3)
                .mapToObj(letter -> String.valueOf((char) ('a' + letter)))
                .collect(Collectors.joining("."));
    }

    private static String randomLocal(Random random) {
        String user = String.valueOf((char) ('a' + random.nextInt(3)));
        return random.nextInt(3) == 0 ? user + "+" + (char) ('a' + random.nextInt(3)) : user;
    }
}
