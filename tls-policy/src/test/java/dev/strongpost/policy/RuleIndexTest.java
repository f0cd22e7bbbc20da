package dev.strongpost.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleIndexTest {
    private static PolicyRule rule(String who) {
        return new RuleTerms.Builder(TlsLevel.ENCRYPT, Direction.OUT).build().ruleFor(who, RuleSource.builtIn());
    }

    private static PolicyRule find(RuleIndex index, String key) {
        return index.find(RuleIndex.extend(RuleIndex.START, key, key.length()), "", 0, RuleIndex.NOTHING, key, 0);
    }

    @Nested
    class Adding {
        @Test
        void addShouldKeepFirstOfSameKey() {
            RuleIndex index = new RuleIndex();
            PolicyRule first = rule("partner.example");

            assertThat(index.add(first)).isNull();
            assertThat(index.add(rule("partner.example"))).isSameAs(first);
            assertThat(index.add(rule(".partner.example"))).isSameAs(first);
            assertThat(index.add(rule("=partner.example"))).isNull();
            assertThat(index.size()).isEqualTo(2);
        }

        @Test
        void addShouldFindAllAfterGrowing() {
            RuleIndex index = new RuleIndex();
            List<PolicyRule> rules = Stream.iterate(0, i -> i + 1)
                    .limit(10_000)
                    .map(i -> rule("d" + i + ".example"))
                    .toList();

            rules.forEach(index::add);

            assertThat(rules)
                    .allSatisfy(rule -> assertThat(find(index, rule.who())).isSameAs(rule));
            assertThat(find(index, "d10000.example")).isNull();
            assertThat(index.size()).isEqualTo(10_000);
        }

        @Test
        void findShouldTellKeysOfSameHashApart() {
            assertThat(RuleIndex.extend(RuleIndex.START, "aA", 2))
                    .isEqualTo(RuleIndex.extend(RuleIndex.START, "BB", 2));
            RuleIndex index = new RuleIndex();
            PolicyRule one = rule("aA");
            PolicyRule other = rule("BB");

            index.add(one);
            index.add(other);

            assertThat(find(index, "aA")).isSameAs(one);
            assertThat(find(index, "BB")).isSameAs(other);
        }

        @Test
        void holdsAddressesShouldTellWhetherAnyKeyHasLocalPart() {
            RuleIndex index = new RuleIndex();
            index.add(rule("partner.example"));
            assertThat(index.holdsAddresses()).isFalse();

            index.add(rule("user@"));
            assertThat(index.holdsAddresses()).isTrue();
        }
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
    void lookupShouldAgreeWithReference(long seed) {
        Random random = new Random(seed);
        RuleIndex index = new RuleIndex();
        Map<String, PolicyRule> map = new HashMap<>();
        for (int i = 0; i < 200 * seed; i++) {
            PolicyRule rule = rule(randomWho(random));
            if (index.add(rule) == null) {
                map.put(rule.who(), rule);
            }
        }
        RuleLookup lookup = new RuleLookup(index);
        Reference reference = new Reference(map);
        int hits = 0;

        for (int i = 0; i < 20_000; i++) {
            String local = randomLocal(random);
            String domain = randomDomain(random);
            PolicyRule expected = reference.find(local, domain);
            hits += expected == null ? 0 : 1;
            assertThat(lookup.find(local, domain)).as(local + "@" + domain).isSameAs(expected);
        }
        assertThat(hits).isGreaterThan(1_000);
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
