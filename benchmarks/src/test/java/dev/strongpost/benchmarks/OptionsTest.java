// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.common.base.Splitter;

import dev.strongpost.benchmarks.delivery.Contender;

class OptionsTest {
    @Test
    void parseShouldReturnFiveRunsOfTheFullSizeWhenNothingIsGiven() {
        Options options = Options.parse(List.of());

        assertThat(options.runs()).isEqualTo(5);
        assertThat(options.messages(10, 2)).isEqualTo(10);
        assertThat(options.isWanted(Contender.STOCK)).isTrue();
    }

    @Test
    void parseShouldReturnOneSmallRunWhenQuick() {
        Options options = Options.parse(List.of("--quick"));

        assertThat(options.runs()).isEqualTo(1);
        assertThat(options.messages(10, 2)).isEqualTo(2);
    }

    @Test
    void parseShouldPreferWhatIsGivenToWhatQuickMeans() {
        Options options = Options.parse(List.of("--quick", "--runs", "3", "--messages", "7", "--only", "ours"));

        assertThat(options.runs()).isEqualTo(3);
        assertThat(options.messages(10, 2)).isEqualTo(7);
        assertThat(options.isWanted(Contender.STOCK)).isFalse();
        assertThat(options.isWanted(Contender.OURS)).isTrue();
    }

    @Test
    void parseShouldAddOptionsOfTheJvmToTheHeap() {
        assertThat(Options.parse(List.of("--jvm", "-XX:+UseSerialGC")).jvm())
                .containsExactly("-Xmx1g", "-XX:+UseSerialGC");
    }

    @ParameterizedTest
    @CsvSource({
        "--fast, --fast: nothing behind it", // no such option, and last
        "--fast 1, --fast: not an option",
        "--runs, --runs: nothing behind it",
        "--runs 0, '--runs: given 0: allowed a whole number from 1 to 99'",
        "--runs many, '--runs: given many: allowed a whole number from 1 to 99'",
        "--messages 1000001, '--messages: given 1000001: allowed a whole number from 1 to 1000000'",
        "--only theirs, '--only: given theirs: allowed stock, ours'"
    })
    void parseShouldRefuseWhatItDoesNotKnow(String arguments, String message) {
        assertThatThrownBy(() -> Options.parse(Splitter.on(' ').splitToList(arguments)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
