// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    private static Terminal terminal(Map<String, String> environment, OptionalInt measured) {
        return Terminal.of(environment, true, true, () -> measured);
    }

    @ParameterizedTest
    @CsvSource({
        "xterm, '', true, true",
        "xterm, 1, false, true", // NO_COLOR is about colour alone
        "dumb, '', false, false",
        "dumb, 1, false, false"
    })
    void colourShouldBeForWhoCanSeeItAndWantsIt(String term, String noColor, boolean coloured, boolean progress) {
        assertThat(terminal(Map.of("TERM", term, "NO_COLOR", noColor), OptionalInt.empty()))
                .returns(coloured, Terminal::isColoured)
                .returns(progress, Terminal::showsProgress);
    }

    @Test
    void unknownTerminalShouldBeDumb() {
        assertThat(terminal(Map.of(), OptionalInt.empty()).isColoured()).isFalse();
    }

    @Test
    void outputsShouldBeJudgedEachForItself() {
        Terminal errOnly = Terminal.of(Map.of("TERM", "xterm"), false, true, () -> OptionalInt.of(80));

        assertThat(errOnly)
                .returns(false, Terminal::isColoured)
                .returns(true, Terminal::showsProgress)
                .returns(OptionalInt.empty(), Terminal::width);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 132, 132", // what the window has
        "'', 0, 55", // at least
        "'', 5000, 400", // at most
        "100, 132, 100", // COLUMNS goes first
        "abc, 132, 132", // unless it is no number
        "-5, 132, 55"
    })
    void widthShouldBeThatOfTheWindow(String columns, int measured, int width) {
        assertThat(terminal(Map.of("COLUMNS", columns), OptionalInt.of(measured))
                        .width())
                .hasValue(width);
    }

    @Test
    void widthThatNobodyKnowsShouldBeTheUsualOne() {
        assertThat(terminal(Map.of(), OptionalInt.empty()).width()).hasValue(80);
    }
}
