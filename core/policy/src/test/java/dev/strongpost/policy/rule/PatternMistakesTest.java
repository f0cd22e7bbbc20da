// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.address.ALabels;
import dev.strongpost.address.DomainNames;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.text.InvalidValueException;

/** Patterns that mean something else than who wrote them believes, and what is said of them. */
class PatternMistakesTest {
    private static void assertRefused(String pattern, String answer) {
        assertThatThrownBy(() -> RulePattern.parse(pattern))
                .isInstanceOfSatisfying(InvalidValueException.class, refused -> assertThat(refused.allowed())
                        .contains(answer));
    }

    /** Sharp s small and capital, final sigma, the joiners, and what Unicode 3.2 did not know. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "stra\u00dfe.example",
                ".STRA\u1e9eE.example",
                "=\u03b1\u03c2.example",
                "user@a\u200cb.example",
                "from:a\u200db.example",
                "cert:\ud83d\udca9.example",
                "\u1dff.example"
            })
    void whatIdnaReadsInTwoWaysShouldBeRefused(String pattern) {
        assertRefused(pattern, "its A-labels, such as xn--strae-oqa.example");
    }

    @ParameterizedTest
    @CsvSource({
        "m\u00fcller.example, xn--mller-kva.example",
        "xn--strae-oqa.example, xn--strae-oqa.example",
        "\u4f8b\u3048.example, xn--r8jz45g.example"
    })
    void whatBothReadAlikeShouldBeThat(String name, String labels) throws Exception {
        assertThat(ALabels.of(name)).contains(labels);
        assertThat(DomainNames.parse(name)).isEqualTo(labels);
    }

    /** However a sub-domain of a partner is written, the partner's rule holds for it. */
    @Test
    void recipientBelowAPartnerShouldStayBelowIt() throws Exception {
        PolicyTable table = PolicyTableParser.forThisJvm().parseInline("test", "partner.example");

        assertThat(table.lookup("a", "stra\u00dfe.partner.example").level()).isEqualTo(TlsLevel.ENCRYPT);
    }

    @ParameterizedTest
    @CsvSource({
        "*.partner.example, 'partner.example, which covers its sub-domains too, or .partner.example for these alone'",
        "@partner.example, 'partner.example without the @, which covers its sub-domains too'",
        "'partner.example\u00a0encrypt', 'an ordinary blank where there is a no-break space (U+00A0)'"
    })
    void usualMistakesShouldHaveAnAnswerOfTheirOwn(String pattern, String answer) {
        assertRefused(pattern, answer);
    }
}
