// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.testkit.RandomInput;

/** Whatever a domain publishes is a record or a policy that RFC 8461 allows, or none. */
class StsFuzzTest {
    private static final int ROUNDS = 20_000;

    private static final List<String> RECORD_WORDS = List.of(
            "v=STSv1",
            "v=STSv10",
            "V=STSV1",
            "id=",
            "id=20160831085700Z",
            "id=a-b",
            ";",
            "; ",
            ";;",
            " ",
            "\t",
            "=",
            "more=x",
            "%",
            "\u0000",
            "\u00ff",
            "\r\n",
            "a".repeat(33));

    private static final List<String> POLICY_WORDS = List.of(
            "version: STSv1\n",
            "version: STSv2\n",
            "mode: enforce\n",
            "mode: testing\n",
            "mode: none\n",
            "mode:\tenforce\r\n",
            "mx: mail.example\n",
            "mx: *.example.net\n",
            "mx: *\n",
            "mx: **.example\n",
            "mx: [192.0.2.7]\n",
            "mx:\n",
            "max_age: 86400\n",
            "max_age: 31557600\n",
            "max_age: 31557601\n",
            "max_age: -1\n",
            "max_age: 99999999999\n",
            "unknown: text\n",
            ":",
            " ",
            "\n",
            "\r",
            "\u0000",
            "\u0130",
            "\ufeff");

    private static List<byte[]> texts(String... good) {
        return List.of(good).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void recordShouldBeOneOrNone(long seed) {
        RandomInput input = new RandomInput(
                seed, RECORD_WORDS, texts("v=STSv1; id=20160831085700Z;", "v=STSv1; id=a", "v=STSv1; id=1; more=a"));
        int records = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = new String(input.next(), StandardCharsets.ISO_8859_1);
            Optional<StsRecord> record = StsRecord.among(List.of(text));
            record.ifPresent(found -> assertThat(found.id()).matches("[A-Za-z0-9]{1,32}"));
            records += record.isPresent() ? 1 : 0;
        }
        assertThat(records).isBetween(100, ROUNDS - 100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void policyShouldBeOneOrNone(long seed) {
        RandomInput input = new RandomInput(
                seed,
                POLICY_WORDS,
                texts(
                        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 604800\n",
                        "version: STSv1\r\nmode: none\r\nmax_age: 0\r\n"));
        int policies = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = new String(input.next(), StandardCharsets.UTF_8);
            Optional<StsPolicy> policy = StsPolicy.parse(text);
            policy.ifPresent(StsFuzzTest::check);
            policies += policy.isPresent() ? 1 : 0;
            // What was written by an older version, or is damaged, is read as none.
            assertThat(StoredPolicy.ofFile(text)).isEmpty();
        }
        assertThat(policies).isBetween(100, ROUNDS - 100);
    }

    private static void check(StsPolicy policy) {
        assertThat(policy.maxAge().toSeconds()).isBetween(0L, StsPolicy.LONGEST_AGE_SECONDS);
        assertThat(policy.mode() == StsPolicy.Mode.NONE || !policy.hosts().isEmpty())
                .isTrue();
        assertThat(policy.hosts())
                .allSatisfy(host -> assertThat(host.toString()).matches("(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*"));
        assertThat(policy.covers("\u0000")).isFalse();
    }
}
