// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import static dev.strongpost.mailets.bounce.Placeholder.HOST;
import static dev.strongpost.mailets.bounce.Placeholder.NOTE;
import static dev.strongpost.mailets.bounce.Placeholder.RECIPIENTS;
import static dev.strongpost.mailets.bounce.Placeholder.REPLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.common.collect.ImmutableListMultimap;

class TextTemplateTest {
    private static final ImmutableListMultimap<Placeholder, String> VALUES =
            ImmutableListMultimap.<Placeholder, String>builder()
                    .put(HOST, "mx1.partner.example")
                    .putAll(RECIPIENTS, "a@partner.example", "b@partner.example")
                    .putAll(REPLY, "550-5.7.1 one [host]", "550 5.7.1 two")
                    .build();

    private static String filled(String template) {
        return TextTemplate.parse(template).fill(VALUES);
    }

    @Test
    void lineOfItsOwnShouldKeepItsIndentationForEachLineOfTheValue() {
        assertThat(filled("Reason:\n    [reply]\nEnd"))
                .isEqualTo("Reason:\r\n    550-5.7.1 one [host]\r\n    550 5.7.1 two\r\nEnd\r\n");
    }

    @Test
    void valueWithinALineShouldStayOnIt() {
        assertThat(filled("To [recipients] by [host]: [reply]"))
                .isEqualTo("To a@partner.example, b@partner.example by mx1.partner.example: "
                        + "550-5.7.1 one [host] 550 5.7.1 two\r\n");
    }

    @Test
    void lineWhoseOnlyValuesAreAbsentShouldBeLeftOut() {
        assertThat(filled("one\nNote: [note]\ntwo")).isEqualTo("one\r\ntwo\r\n");
    }

    @Test
    void lineWithOneOfTwoValuesShouldStay() {
        assertThat(filled("[host] [note]!")).isEqualTo("mx1.partner.example !\r\n");
    }

    @Test
    void emptyLinesAroundALeftOutOneShouldBecomeOne() {
        assertThat(filled("one\n\nNote: [note]\n\ntwo")).isEqualTo("one\r\n\r\ntwo\r\n");
    }

    @Test
    void indentationOfTheFileShouldBeDropped() {
        assertThat(filled("one\n            two\n              three\n\n            four"))
                .isEqualTo("one\r\ntwo\r\n  three\r\n\r\nfour\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[", "]", "[External]", "[a-z]", "a[0]", "[two words]", "[reply"})
    void otherBracketsShouldStayAsTheyAre(String text) {
        assertThat(filled(text)).isEqualTo(text + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[recipient]", "x [hots] y", "[[noted]]"})
    void unknownPlaceholderShouldBeRefused(String text) {
        assertThatThrownBy(() -> TextTemplate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("given '[")
                .hasMessageContaining("[recipients], [reply]");
    }

    @Test
    void bracketsAroundAPlaceholderShouldStay() {
        assertThat(filled("[[host]]")).isEqualTo("[mx1.partner.example]\r\n");
    }

    @Test
    void hasShouldFindPlaceholderAnywhere() {
        assertThat(TextTemplate.parse("a\nb [note] c").has(NOTE)).isTrue();
        assertThat(TextTemplate.parse("a\nb [note] c").has(HOST)).isFalse();
    }
}
