// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.strongpost.policy.rule.InboundSubject;
import dev.strongpost.testkit.Checkout;

/** {@code docs/policy-table.md} shows rules that the parser takes, and options and levels that there are. */
class PolicyManualTest {
    private static final PolicyTableParser PARSER = new PolicyTableParser(Set.of(), Clock.systemUTC());

    private static List<String> manual() throws Exception {
        return Files.readAllLines(Checkout.file("docs/policy-table.md"));
    }

    /** Returns the words in code in the first column of the tables of that section, up to the next heading. */
    private static Stream<String> firstColumn(String heading) throws Exception {
        return manual().stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(1, line.indexOf('|', 1)))
                .flatMap(cell -> Arrays.stream(cell.split(",")))
                .map(word -> word.replace("`", "").trim());
    }

    static Stream<String> whos() throws Exception {
        return Stream.concat(firstColumn("## Pattern"), firstColumn("## Inbound mail"));
    }

    @ParameterizedTest
    @MethodSource("whos")
    void everyWhoOfManualShouldBeTaken(String who) {
        assertThatCode(() -> PARSER.parse("manual", who.getBytes(StandardCharsets.UTF_8)))
                .doesNotThrowAnyException();
    }

    @Test
    void manualShouldShowEveryPrefix() throws Exception {
        assertThat(firstColumn("## Inbound mail").toList())
                .contains(Arrays.stream(InboundSubject.values())
                        .map(party -> party.prefix() + "*")
                        .toArray(String[]::new));
    }

    @Test
    void manualShouldListEveryOptionTwice() throws Exception {
        List<String> options =
                Arrays.stream(RuleOption.values()).map(RuleOption::key).toList();

        assertThat(firstColumn("## Options").toList()).containsExactlyInAnyOrderElementsOf(options);
        assertThat(firstColumn("### What levels and options mean there")
                        .map(word -> word.replaceFirst("=.*", ""))
                        .toList())
                .containsAll(options.stream()
                        .filter(option -> !option.equals("direction"))
                        .toList());
    }

    @Test
    void exampleOfManualShouldBeTaken() throws Exception {
        String example = String.join(
                "\n",
                manual().stream()
                        .filter(line -> line.startsWith("    ") && line.matches(" +(client|from|to|cert):[^ ]+ {2,}.*"))
                        .filter(line -> !line.contains("("))
                        .toList());

        assertThat(PARSER.parse("manual", example.getBytes(StandardCharsets.UTF_8))
                        .size())
                .isEqualTo(4);
    }
}
