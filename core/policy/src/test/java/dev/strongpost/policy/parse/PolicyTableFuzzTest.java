// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.rule.PolicyError;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.testkit.RandomInput;

/**
 * Whatever the bytes: a table, or a refusal that lists its mistakes; in time linear in the bytes. See docs/adr/0009.
 */
@Tag("slow")
class PolicyTableFuzzTest {
    /** No measure of speed: it only ends what would never end. */
    private static final Duration FOREVER = Duration.ofMinutes(5);

    private static final PolicyTableParser PARSER = new PolicyTableParser(
            Set.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"),
            Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC));

    private static final List<String> WORDS = List.of(
            "partner.example",
            ".partner.example",
            "=partner.example",
            "user+tag@partner.example",
            "user@",
            "*",
            "from:",
            "to:",
            "client:",
            "cert:",
            "192.0.2.0/24",
            "2001:db8::/32",
            "[192.0.2.7]",
            "[IPv6:2001:db8::1]",
            "\"a b\"@x.example",
            "bücher.example",
            "xn--bcher-kva.example",
            "none",
            "may",
            "encrypt",
            "verify",
            "secure",
            "fingerprint",
            "dane",
            "bits=",
            "protocol=TLSv1.2",
            "ciphers=",
            "exclude=",
            "TLS_AES_256_GCM_SHA384",
            "match=hostname",
            "pin=sha256:",
            "pin=spki-sha256:",
            "ca=",
            "ca=/",
            "client-cert=",
            "sni=",
            "failure=processor:",
            "mode=testing",
            "direction=in",
            "until=",
            "2027-01-01",
            "note=\"",
            "\"",
            "\\",
            "#",
            " ",
            "\t",
            "\n",
            "\r\n",
            "=",
            ",",
            ".",
            "@",
            "+",
            "%",
            "256",
            "-1",
            "99999999999999999999",
            "\u0000",
            "\u0085",
            "\u3002",
            "\u0130",
            "\u00df",
            "\ufeff");

    private static final List<byte[]> GOOD = List.of(
            bytes("partner.example\n.sub.example may\n=only.example verify bits=256\n"),
            bytes("vip@mixed.example secure match=nexthop,.mail.example sni=mx.example failure=processor:portal\n"),
            bytes("# all of it\nuser+tag@ encrypt protocol=TLSv1.3 ciphers=TLS_AES_256_GCM_SHA384 mode=testing"
                    + " direction=both until=2027-01-01 note=\"contract \\\"17\\\"\"  # why\r\n"),
            bytes("pinned.example fingerprint pin=sha256:"
                    + "c94ffb9bd96efb0189443e598664511b8f9907407459715202d53f775120b72d,"
                    + "spki-sha256:TJbVxe3DXG/oyIizFGs89HV0TjPWsmVQxY9bztE7+Xo=\n"),
            bytes(
                    "from:partner.example secure\nto:board@here.example may\nclient:192.0.2.0/24 failure=defer\n"
                            + "client:2001:db8::/32\nclient:.mx.example\ncert:* bits=256\npartner.example none direction=both\n"),
            bytes("[192.0.2.7]\n[IPv6:2001:db8::1] none\n* may\n\"a b\"@bücher.example\n"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void parseShouldTakeOrRefuseWhateverTheBytes(long seed) {
        RandomInput input = new RandomInput(seed, WORDS, GOOD);
        int taken = assertTimeoutPreemptively(FOREVER, () -> {
            int tables = 0;
            for (int round = 0; round < 20_000; round++) {
                tables += parse(input.next());
            }
            return tables;
        });
        assertThat(taken).as("good tables among them").isBetween(100, 19_000);
    }

    /** Returns 1 for a table, 0 for a refusal. */
    private static int parse(byte[] content) {
        try {
            checkTable(PARSER.parse("/nowhere/fuzz.conf", content));
            return 1;
        } catch (PolicyException e) {
            checkRefusal(e);
            return 0;
        } catch (RuntimeException e) {
            throw new AssertionError("for " + Arrays.toString(content), e);
        }
    }

    private static void checkTable(PolicyTable table) {
        for (PolicyRule rule : table.rules()) {
            assertThat(rule.requirement().rule()).doesNotContain("\n");
            assertThat(rule.requirement().describe()).isNotEmpty();
            assertThat(table.explain("u", rule.who()).requirement()).isEqualTo(table.lookup("u", rule.who()));
            assertThat(table.inbound().explainSender("u", rule.who()).active())
                    .isEqualTo(table.inbound().forSender("u", rule.who()));
        }
    }

    private static void checkRefusal(PolicyException refusal) {
        assertThat(refusal.errors()).isNotEmpty();
        assertThat(String.valueOf(refusal.getMessage()).lines())
                .hasSize(refusal.errors().size());
        assertThat(refusal.errors()).allSatisfy(error -> assertThat(error.toString())
                .startsWith("fuzz.conf:")
                .contains(": given ", ": allowed ")
                .hasSizeLessThan(1_000)
                .doesNotContainPattern("\\p{Cntrl}"));
    }

    @Nested
    class LongInput {
        private static final int HUNDRED_MEGABYTES = 100_000_000;

        @ParameterizedTest
        @ValueSource(strings = {"x", "\"", "a.", "a ", "é", "\\\"", "a@", "#", "a.example note=\"", "\t"})
        void lineOfHundredMegabytesShouldBeOneError(String repeated) {
            byte[] unit = bytes(repeated);
            byte[] line = new byte[HUNDRED_MEGABYTES];
            for (int at = 0; at < line.length; at++) {
                line[at] = unit[at % unit.length];
            }

            List<String> errors = assertTimeoutPreemptively(FOREVER, () -> refusal(line));

            assertThat(errors).containsExactly("x.conf:1: line: given 100000000 bytes: allowed at most 65536 bytes");
        }

        /** Lines as long as may be, each a heap of work for whoever reads it more than once. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a.example note=",
                    "a.example verify match=a.example,",
                    "a.example ciphers=TLS_AES_256_GCM_SHA384,",
                    "a.example fingerprint pin=sha256:00,",
                    "a.example \"",
                    "a.example bits=1 ",
                    "a@",
                    "a.",
                    "ü.",
                    "[IPv6:1:",
                    "\"\\\"",
                })
        void longestLinesShouldBeReadOnce(String repeated) {
            String line = repeated.repeat(65_000 / repeated.length()).substring(0, 65_000 / 2);
            byte[] content = bytes((line + "\n").repeat(300));

            List<String> errors = assertTimeoutPreemptively(FOREVER, () -> refusal(content));

            assertThat(errors).hasSizeBetween(300, 1_001);
        }

        private static List<String> refusal(byte[] content) {
            try {
                throw new AssertionError("taken: " + PARSER.parse("x.conf", content));
            } catch (PolicyException e) {
                return e.errors().stream().map(PolicyError::toString).toList();
            }
        }
    }
}
