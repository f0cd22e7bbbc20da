// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.PolicyRule;

class PolicyTableLookupTest {
    private static PolicyTable table(String... lines) throws PolicyException {
        byte[] content = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return new PolicyTableParser(Set.of(), Clock.systemUTC()).parse("tls-policy.conf", content);
    }

    private static String who(PolicyTable table, String address) {
        int at = address.lastIndexOf('@');
        return table.match(address.substring(0, at), address.substring(at + 1))
                .map(PolicyRule::who)
                .orElse("none");
    }

    @Nested
    class OneRule {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                # rule                | address                              | covered
                partner.example       | u@partner.example                    | true
                partner.example       | u@sales.partner.example              | true
                partner.example       | u@a.b.c.d.partner.example            | true
                partner.example       | u@odd_one.partner.example            | true
                partner.example       | u@-odd-.partner.example              | true
                partner.example       | u@notpartner.example                 | false
                partner.example       | u@partner.example.org                | false
                partner.example       | u@example                            | false
                .partner.example      | u@partner.example                    | false
                .partner.example      | u@sales.partner.example              | true
                .partner.example      | u@a.b.partner.example                | true
                .partner.example      | u@notpartner.example                 | false
                =partner.example      | u@partner.example                    | true
                =partner.example      | u@sales.partner.example              | false
                =example              | u@partner.example                    | false
                example               | u@partner.example                    | true
                user@partner.example  | user@partner.example                 | true
                user@partner.example  | user+tag@partner.example             | true
                user@partner.example  | user+a+b@partner.example             | true
                user@partner.example  | user+@partner.example                | true
                user@partner.example  | user@sales.partner.example           | false
                user@partner.example  | users@partner.example                | false
                user@partner.example  | other@partner.example                | false
                user+a@partner.example| user+a@partner.example               | true
                user+a@partner.example| user@partner.example                 | false
                user+a@partner.example| user+a+b@partner.example             | false
                user+a@partner.example| user+ab@partner.example              | false
                user@                 | user@anything.example                | true
                user@                 | user+tag@anything.example            | true
                user@                 | user@[192.0.2.7]                     | true
                user@                 | other@anything.example               | false
                user+a@               | user+a@anything.example              | true
                user+a@               | user@anything.example                | false
                *                     | u@anything.example                   | true
                *                     | u@[192.0.2.7]                        | true
                [192.0.2.7]           | u@[192.0.2.7]                        | true
                [192.0.2.7]           | u@192.0.2.7                          | true
                [192.0.2.7]           | u@[192.0.2.8]                        | false
                [192.0.2.7]           | u@[IPv6:::ffff:192.0.2.7]            | false
                [IPv6:::ffff:192.0.2.7] | u@[192.0.2.7]                      | false
                [IPv6:::ffff:192.0.2.7] | u@[IPv6:::FFFF:c000:207]           | true
                [IPv6:2001:db8::1]    | u@[IPv6:2001:DB8:0:0:0:0:0:1]        | true
                [ipv6:2001:db8:0::1]  | u@[IPv6:2001:db8::1]                 | true
                [IPv6:2001:db8::1]    | u@[IPv6:2001:db8::2]                 | false
                u@[192.0.2.7]         | u@[192.0.2.7]                        | true
                u@[192.0.2.7]         | v@[192.0.2.7]                        | false
                """)
        void lookupShouldCoverWhatRuleSays(String rule, String address, boolean covered) throws Exception {
            PolicyTable table = table(rule);

            assertThat(!who(table, address).equals("none")).isEqualTo(covered);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '\'',
                textBlock =
                        """
                # rule                  | address
                Partner.EXAMPLE         | u@pArTnEr.example
                partner.example.        | u@partner.example
                partner.example         | u@partner.example.
                partner.example         | u@SALES.partner.example.
                müller.example          | u@xn--mller-kva.example
                MÜLLER.example          | u@XN--MLLER-KVA.EXAMPLE
                xn--mller-kva.example   | u@müller.example
                xn--mller-kva.example   | u@shop.MÜLLER.example
                partner.example         | u@ｐartner。example
                vip@mixed.example       | VIP@Mixed.Example.
                VIP@mixed.example       | vip@mixed.example
                vip@mixed.example       | "vip"@mixed.example
                vip@mixed.example       | "VIP"@mixed.example
                vip@mixed.example       | "v\\ip"@mixed.example
                vip@mixed.example       | "vip+tag"@mixed.example
                vip@mixed.example       | v"ip"@mixed.example
                "vip"@mixed.example     | vip@mixed.example
                "a b"@mixed.example     | "A b"@mixed.example
                "a\\"b"@mixed.example   | "a\\"b"@mixed.example
                "a@b"@mixed.example     | "a@b"@mixed.example
                "#x"@mixed.example      | #x@mixed.example
                ".x"@mixed.example      | ".x"@mixed.example
                jürgen@mixed.example    | JÜRGEN@mixed.example
                vip@                    | "VIP"@x.example
                """)
        void lookupShouldCompareWithoutCaseDotQuotesAndAlphabet(String rule, String address) throws Exception {
            assertThat(who(table(rule), address)).isNotEqualTo("none");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '\'',
                textBlock =
                        """
                # One piece must not be taken for another.
                ".x"@mixed.example      | x@mixed.example
                "a@b"@mixed.example     | b@mixed.example
                "=x"@                   | x@x
                "*"@mixed.example       | u@mixed.example
                "[192.0.2.7]"@          | u@[192.0.2.7]
                """)
        void lookupShouldKeepQuotedSpecialsApart(String rule, String address) throws Exception {
            assertThat(who(table(rule), address)).isEqualTo("none");
        }
    }

    @Nested
    class Order {
        private static final String[] EVERYTHING = {
            "*",
            "user@",
            "user+tag@",
            "example",
            "partner.example",
            "=partner.example",
            ".sales.partner.example",
            "=sales.partner.example",
            "user@partner.example",
            "user+tag@partner.example",
            "[192.0.2.7]",
        };

        @ParameterizedTest
        @CsvSource({
            "user+tag@partner.example, user+tag@partner.example",
            "user+other@partner.example, user@partner.example",
            "user@partner.example, user@partner.example",
            "user+tag@elsewhere.example, user+tag@",
            "user+other@elsewhere.example, user@",
            "user@[192.0.2.7], user@",
            "u@[192.0.2.7], [192.0.2.7]",
            "u@[192.0.2.8], *",
            "u@partner.example, =partner.example",
            "u@sales.partner.example, =sales.partner.example",
            "u@a.sales.partner.example, .sales.partner.example",
            "u@b.a.sales.partner.example, .sales.partner.example",
            "u@other.partner.example, partner.example",
            "u@elsewhere.example, example",
            "u@example, example",
            "u@elsewhere.test, *",
        })
        void lookupShouldTakeMostSpecific(String address, String rule) throws Exception {
            assertThat(who(table(EVERYTHING), address)).isEqualTo(rule);
        }

        @Test
        void lookupShouldNotDependOnOrderOfFile() throws Exception {
            assertThat(who(table("partner.example", "sales.partner.example", "*"), "u@sales.partner.example"))
                    .isEqualTo("sales.partner.example");
            assertThat(who(table("*", "sales.partner.example", "partner.example"), "u@sales.partner.example"))
                    .isEqualTo("sales.partner.example");
        }

        @Test
        void lookupShouldReturnBuiltInMayWhenNoRuleCovers() throws Exception {
            TlsRequirement requirement = table("partner.example").lookup("u", "open.example");

            assertThat(requirement).isEqualTo(TlsRequirement.builtInMay());
            assertThat(requirement.level()).isEqualTo(TlsLevel.MAY);
            assertThat(requirement.rule()).isEqualTo("built-in may");
        }

        @Test
        void lookupShouldReturnExceptionInsideWiderRule() throws Exception {
            PolicyTable table = table("*", "open.example may");

            assertThat(table.lookup("u", "www.open.example").level()).isEqualTo(TlsLevel.MAY);
            assertThat(table.lookup("u", "partner.example").level()).isEqualTo(TlsLevel.ENCRYPT);
        }
    }

    @Nested
    class Directions {
        @Test
        void lookupShouldPassOverInboundRules() throws Exception {
            PolicyTable table = table("partner.example direction=in", "example direction=both");

            assertThat(who(table, "u@partner.example")).isEqualTo("example");
            assertThat(table.size()).isEqualTo(2);
            assertThat(table.rules()).extracting(PolicyRule::direction).containsExactly(Direction.IN, Direction.BOTH);
        }

        @Test
        void sameWhoShouldBeFineInEitherDirection() throws Exception {
            PolicyTable table = table("partner.example verify direction=in", "partner.example");

            assertThat(table.size()).isEqualTo(2);
        }
    }

    @Nested
    class OddNames {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ".",
                    "..",
                    "@",
                    "=partner.example",
                    "*",
                    "[",
                    "[]",
                    "[]]",
                    "[partner.example]",
                    "[IPv6:]",
                    "[IPv6:fe80::1%eth0]",
                    "[999.0.2.7]",
                    "bad..partner.example",
                    ".partner.example",
                    "a b.partner.example",
                    "a@partner.example",
                    "\u0000.partner.example",
                    "\ud800.partner.example",
                    "\u3002partner.example",
                    "xn--\u00fc.partner.example"
                })
        void lookupShouldLeaveInvalidDomainToUserAndEveryone(String domain) throws Exception {
            PolicyTable table = table("partner.example", "[192.0.2.7]", "user@", "*");

            assertThat(table.match("user", domain).map(PolicyRule::who)).contains("user@");
            assertThat(table.match("u", domain).map(PolicyRule::who)).contains("*");
        }

        @Test
        void lookupShouldLeaveTooLongDomainToEveryone() throws Exception {
            PolicyTable table = table("partner.example", "*");

            assertThat(who(table, "u@" + "a".repeat(64) + ".partner.example")).isEqualTo("*");
            assertThat(who(table, "u@" + "a.".repeat(120) + "partner.example")).isEqualTo("*");
            assertThat(who(table, "u@" + "ü.".repeat(100_000) + "partner.example"))
                    .isEqualTo("*");
            assertThat(who(table, "u@" + "a.".repeat(119) + "partner.example")).isEqualTo("partner.example");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\"", "\\", "\"\\", "+", "+tag", "++", "\ud800", "\u0000", "a@b", "é\u0301"})
        void lookupShouldNotThrowForOddLocalPart(String local) throws Exception {
            PolicyTable table = table("user@partner.example", "*");

            assertThatCode(() -> table.lookup(local, "partner.example")).doesNotThrowAnyException();
            assertThat(table.match(local, "partner.example").map(PolicyRule::who))
                    .contains("*");
        }
    }

    @Test
    void lookupShouldNotThrowWhateverTheCharacters() throws Exception {
        PolicyTable table = table("partner.example", "u@partner.example", "müller.example", "[192.0.2.7]");
        String[] pieces = {
            "partner.example",
            ".",
            "u",
            "+",
            "\"",
            "\\",
            "[",
            "]",
            "IPv6:",
            "::1",
            "192.0.2.7",
            "xn--",
            "\u00df",
            "\u200d",
            "\u3002",
            "\ud83d",
            "\ude00",
            "\u0130",
            "\u202e",
            "\u0000",
            "\uffff",
            "\u0301",
            "\uff21",
            "-"
        };
        Random random = new Random(7);

        for (int i = 0; i < 50_000; i++) {
            String domain = random.ints(random.nextInt(6), 0, pieces.length)
                    .mapToObj(piece -> pieces[piece])
                    .collect(Collectors.joining());
            assertThat(table.lookup(domain, domain)).isNotNull();
        }
    }

    @Test
    void emptyTableShouldAnswerBuiltInMay() {
        assertThat(PolicyTable.empty().lookup("u", "partner.example")).isSameAs(TlsRequirement.builtInMay());
        assertThat(PolicyTable.empty().match("u", "partner.example")).isEmpty();
        assertThat(PolicyTable.empty().size()).isZero();
    }
}
