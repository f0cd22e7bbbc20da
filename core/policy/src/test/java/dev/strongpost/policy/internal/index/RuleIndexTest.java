// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.TableBuilder;
import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.ErrorList;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.policy.rule.RuleTerms;

class RuleIndexTest {
    private static final RuleTerms OUT = new RuleTerms.Builder(TlsLevel.ENCRYPT, Direction.OUT).build();
    private static final RuleTerms IN = new RuleTerms.Builder(TlsLevel.ENCRYPT, Direction.IN).build();

    private static PolicyTable table(List<PolicyRule> rules) throws PolicyException {
        TableBuilder table = new TableBuilder("x.conf", new ErrorList("x.conf"));
        rules.forEach(table::add);
        return table.build(LocalDate.of(2026, 11, 1));
    }

    private static List<PolicyRule> rules(RuleTerms terms, IntFunction<String> who, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> terms.ruleFor(who.apply(i), RuleSource.of("x.conf", i + 1)))
                .toList();
    }

    /** Keys of every length that records and buckets treat in their own way, and of every kind of character. */
    private static Stream<Arguments> keys() {
        IntFunction<String> none = i -> "";
        return Stream.of(
                arguments("short", none, (IntFunction<String>) i -> Integer.toString(i, 36)),
                arguments("usual", none, (IntFunction<String>) i -> "mail" + i + ".partner.example"),
                arguments("two to a bucket", none, (IntFunction<String>) i -> "x".repeat(25) + i + ".partner.example"),
                arguments("in the annex", none, (IntFunction<String>) i -> "x.".repeat(100) + i + ".partner.example"),
                arguments("user", (IntFunction<String>) i -> "user" + i, (IntFunction<String>) i -> "partner.example"),
                arguments(
                        "Latin-1", (IntFunction<String>) i -> "b\u00fcro" + i, (IntFunction<String>) i -> "a.example"),
                arguments(
                        "wide", (IntFunction<String>) i -> "\u043f\u043e" + i, (IntFunction<String>) i -> "a.example"),
                arguments(
                        "half a character", (IntFunction<String>) i -> "\ud83d" + i, (IntFunction<String>) i -> "a.b"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void matchShouldFindEveryRule(String name, IntFunction<String> local, IntFunction<String> domain) throws Exception {
        boolean address = !local.apply(0).isEmpty();
        List<PolicyRule> rules = rules(OUT, i -> (address ? local.apply(i) + "@" : "") + domain.apply(i), 10_000);

        PolicyTable table = table(rules);

        for (int i = 0; i < rules.size(); i++) {
            String user = address ? local.apply(i) : "u";
            assertThat(table.match(
                            user.toUpperCase(Locale.ROOT), domain.apply(i).toUpperCase(Locale.ROOT)))
                    .map(PolicyRule::requirement)
                    .contains(rules.get(i).requirement());
        }
        assertThat(table.match(address ? local.apply(10_000) : "u", domain.apply(10_000)))
                .isEmpty();
        assertThat(table.rules())
                .map(PolicyRule::requirement)
                .isEqualTo(rules.stream().map(PolicyRule::requirement).toList());
    }

    @Test
    void matchShouldNotFindInboundRuleWhateverItsLength() throws Exception {
        PolicyTable table = table(rules(IN, i -> "x.".repeat(i) + "partner.example", 100));

        assertThat(table.match("u", "partner.example")).isEmpty();
        assertThat(table.match("u", "x.".repeat(99) + "partner.example")).isEmpty();
        assertThat(table.rules()).hasSize(100).allMatch(rule -> rule.direction() == Direction.IN);
    }

    @Nested
    class Taken {
        private final RuleLog log = new RuleLog();
        private final TakenKeys keys = new TakenKeys(log);

        private int add(String who) {
            int place = log.add(0, 1, who, KeyHash.of(who));
            keys.add(KeyHash.of(who), place);
            return place;
        }

        private int find(String who) {
            return keys.find(who, KeyHash.of(who));
        }

        @Test
        void findShouldReturnRuleOfSameKey() {
            int first = add("partner.example");

            assertThat(find("partner.example")).isEqualTo(first);
            assertThat(find(".partner.example")).isEqualTo(first);
            assertThat(find("=partner.example")).isEqualTo(RuleRecord.NONE);
        }

        @Test
        void findShouldReturnAllAfterGrowing() {
            List<Integer> places = IntStream.range(0, 10_000)
                    .mapToObj(i -> add("d" + i + ".example"))
                    .toList();

            assertThat(IntStream.range(0, 10_000).mapToObj(i -> find("d" + i + ".example")))
                    .isEqualTo(places);
            assertThat(find("d10000.example")).isEqualTo(RuleRecord.NONE);
        }
    }

    @Test
    void findShouldTellKeysOfSameHashApart() {
        RuleLog log = new RuleLog();
        log.add(0, 1, "partner.example", KeyHash.of("partner.example"));
        RuleIndex index = RulePacker.pack(log, terms -> true).index();
        long hash = KeyHash.of("partner.example");

        assertThat(index.find(hash, "", 0, RuleRecord.NOTHING, "partner.example", 0))
                .isNotEqualTo(RuleRecord.NONE);
        assertThat(index.find(hash, "", 0, RuleRecord.NOTHING, "another.example", 0))
                .isEqualTo(RuleRecord.NONE);
        assertThat(index.find(hash, "", 0, '=', "partner.example", 0)).isEqualTo(RuleRecord.NONE);
    }

    /** The order of lookup once more, by cutting strings and asking a map: slow, and plainly right. */
    private record Reference(Map<String, PolicyRule> rules) {
        PolicyRule find(String local, String domain) {
            String user = local.indexOf('+') > 0 ? local.substring(0, local.indexOf('+')) : local;
            return Stream.of(
                            Stream.of(local + "@" + domain, user + "@" + domain, local + "@", user + "@"),
                            Stream.of("=" + domain, domain),
                            parents(domain).flatMap(parent -> Stream.of("." + parent, parent)),
                            Stream.of("*"))
                    .flatMap(keys -> keys)
                    .map(rules::get)
                    .filter(rule -> rule != null)
                    .findFirst()
                    .orElse(null);
        }

        private static Stream<String> parents(String domain) {
            int dot = domain.indexOf('.');
            return dot < 0
                    ? Stream.empty()
                    : Stream.concat(Stream.of(domain.substring(dot + 1)), parents(domain.substring(dot + 1)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void lookupShouldAgreeWithReference(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, PolicyRule> map = new HashMap<>();
        for (int i = 0; i < 200 * seed; i++) {
            String who = randomWho(random);
            if (!map.containsKey(who) && !map.containsKey(counterpart(who))) {
                map.put(who, OUT.ruleFor(who, RuleSource.of("x.conf", i + 1)));
            }
        }
        PolicyTable table = table(List.copyOf(map.values()));
        Reference reference = new Reference(map);
        int hits = 0;

        for (int i = 0; i < 20_000; i++) {
            String local = randomLocal(random);
            String domain = randomDomain(random);
            PolicyRule expected = reference.find(local, domain);
            hits += expected == null ? 0 : 1;
            assertThat(table.lookup(local, domain))
                    .as(local + "@" + domain)
                    .isEqualTo(expected == null ? TlsRequirement.builtInMay() : expected.requirement());
        }
        assertThat(hits).isGreaterThan(1_000);
    }

    /** Of {@code x} and {@code .x} the other one: only one of them may be in a table. */
    private static String counterpart(String who) {
        return who.startsWith(".") ? who.substring(1) : "." + who;
    }

    private static String randomWho(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> "." + randomDomain(random);
            case 1 -> "=" + randomDomain(random);
            case 2 -> randomLocal(random) + "@" + randomDomain(random);
            case 3 -> random.nextInt(20) == 0 ? randomLocal(random) + "@" : randomDomain(random);
            case 4 -> random.nextInt(50) == 0 ? "*" : randomDomain(random);
            default -> randomDomain(random);
        };
    }

    // Few letters, so that names meet often.
    private static String randomDomain(Random random) {
        StringBuilder name = new StringBuilder(randomWord(random, 2));
        for (int labels = random.nextInt(5); labels > 0; labels--) {
            name.append('.').append(randomWord(random, 2));
        }
        return name.toString();
    }

    private static String randomLocal(Random random) {
        String user = randomWord(random, 2);
        return random.nextInt(3) == 0 ? user + "+" + randomWord(random, 1) : user;
    }

    private static String randomWord(Random random, int longest) {
        StringBuilder word = new StringBuilder();
        for (int length = 1 + random.nextInt(longest); length > 0; length--) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }
}
