// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;

class PolicyQueryTest {
    private static PolicyTable table() throws PolicyException {
        String rules = "partner.example bits=128 direction=both\nfrom:* bits=130\nto:boss@here.example bits=131\n"
                + "client:192.0.2.0/24 bits=132\nclient:2001:db8::/32 bits=133\nclient:mx.partner.example bits=134\n"
                + "cert:partner.example bits=135\n";
        return new PolicyTableParser(Set.of(), Clock.systemUTC()).parse("t", rules.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            a@partner.example       | 128
            sub.partner.example     | 128
            a@here.example          | 0
            from:a@partner.example  | 128
            from:partner.example    | 128
            FROM:a@other.example    | 130
            from:<>                 | 130
            to:boss@here.example    | 131
            to:boss+x@here.example  | 131
            to:other@here.example   | 0
            client:192.0.2.7        | 132
            client:192.0.3.7        | 0
            client:2001:db8::7      | 133
            client:a.mx.partner.example | 134
            client:partner.example  | 0
            cert:mail.partner.example | 135
            cert:*.partner.example  | 135
            cert:other.example      | 0
            """)
    void queryShouldBeAnsweredByTheRulesOfItsDirection(String text, int bits) throws Exception {
        PolicyQuery query = PolicyQuery.parse(text).orElseThrow();

        assertThat(query.requirementIn(table()).minimumBits()).isEqualTo(bits);
        assertThat(query.explainIn(table()).requirement().minimumBits()).isEqualTo(bits);
        assertThat(query.title()).isEqualToIgnoringCase(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a@partner.example>",
                "a@partner..example",
                "",
                "@",
                "from:",
                "from:a@b..c",
                "to:<>",
                "client:",
                "client:192.0.2.0/24",
                "client:192.0.2.300",
                "client:[192.0.2.7]",
                "client:a b",
                "cert:",
                "cert:*",
                "cert:a@b.example",
                "helo:mx.example"
            })
    void whatIsNoQueryShouldBeNone(String text) {
        assertThat(PolicyQuery.parse(text)).isEmpty();
    }
}
