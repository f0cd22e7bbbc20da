// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

class TextTableTest {
    private static final TextTable TABLE =
            TextTable.of("NAME", "WORDS").row("a", "one two three four").row("long-name-without-blanks", "x");

    @Test
    void cellsShouldBeAligned() {
        assertThat(TABLE.lines(OptionalInt.empty()))
                .containsExactly(
                        "NAME                      WORDS",
                        "a                         one two three four",
                        "long-name-without-blanks  x");
    }

    @Test
    void widestCellsShouldBeWrappedAtBlanksWhereThereAreAny() {
        assertThat(TABLE.lines(OptionalInt.of(28)))
                .containsExactly(
                        "NAME           WORDS",
                        "a              one two three",
                        "               four",
                        "long-name-wit  x",
                        "hout-blanks");
    }

    @Test
    void nothingShouldBeLostInTheNarrowestWindow() {
        assertThat(String.join("", TABLE.lines(OptionalInt.of(1))).replace(" ", ""))
                .contains("onetwo", "three", "four");
        assertThat(TABLE.lines(OptionalInt.of(1))).allMatch(line -> line.length() <= 18);
    }
}
