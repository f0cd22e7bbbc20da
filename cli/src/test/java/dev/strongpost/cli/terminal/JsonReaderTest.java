// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void numbersShouldBeReadFromBetweenOtherMembers() {
        assertThat(JsonReader.wholeNumbers(
                        "{\"a\": {\"queues\": [1]}, \"queues\": {\"x\": 3, \"y\": 0}, \"b\": 1}", "queues"))
                .hasValueSatisfying(
                        numbers -> assertThat(numbers).containsEntry("x", 3L).containsEntry("y", 0L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"queues\": 3}",
                "{\"queues\": {\"x\": \"3\"}}",
                "{\"queues\": {\"x\": 3",
                "{\"queues\": {\"x\": 99999999999999999999}}"
            })
    void whatIsSomethingElseShouldBeEmpty(String text) {
        assertThat(JsonReader.wholeNumbers(text, "queues")).isEmpty();
    }
}
