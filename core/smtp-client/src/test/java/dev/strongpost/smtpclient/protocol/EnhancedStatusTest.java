// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnhancedStatusTest {
    @ParameterizedTest
    @ValueSource(strings = {"5.7.0", "4.4.7", "5.1.10", "5.999.999", "4.0.0"})
    void parseShouldReturnFailureStatus(String text) {
        assertThat(EnhancedStatus.parse(text)).map(EnhancedStatus::asString).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "2.1.5", // success is no failure
                "3.0.0", // no such class
                "550", // a reply code
                "5.7", // detail missing
                "5.7.0.1", // a number too many
                "5.7.0000", // more than three digits
                "5..0", // subject missing
                "5.7.x", // no digit
                "5.7.-1", // sign
                "5.7.\u0663", // a digit, but not an ASCII one
                "5.7.0 ", // trailing space
                "5.7.0\r\nX: y", // a second field
            })
    void parseShouldReturnEmptyWhenNoFailureStatus(String text) {
        assertThat(EnhancedStatus.parse(text)).isEmpty();
    }
}
