// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpReplyTest {

    @ParameterizedTest
    @CsvSource({
        "550, 5.1.1 user unknown, 5.1.1",
        "550, user unknown, 5.0.0",
        "451, 4.7.1 try again, 4.7.1",
        "451, try again, 4.0.0",
        "550, 4.1.1 of another class, 5.0.0",
        "550, 5.1 too short, 5.0.0",
        "550, 5.1.1234 too long, 5.0.0",
        "550, 5.1.x no number, 5.0.0",
        "250, 2.0.0 ok, 2.0.0",
        "999, nonsense, 4.0.0"
    })
    void statusShouldBeTheEnhancedOneOrMadeUpFromTheClass(int code, String text, String status) {
        assertThat(SmtpReply.of(code, text).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"220, true, false", "354, false, false", "421, false, false", "550, false, true", "999, false, false"})
    void classShouldFollowFromTheFirstDigit(int code, boolean positive, boolean permanent) {
        assertThat(SmtpReply.of(code, "").isPositive()).isEqualTo(positive);
        assertThat(SmtpReply.of(code, "").isPermanent()).isEqualTo(permanent);
    }

    @Test
    void linesShouldBeJoined() {
        assertThat(SmtpReply.of(550, List.of("5.1.1 no", "", "such user"))).hasToString("550 5.1.1 no such user");
    }

    @Test
    void hostileTextShouldBeOneBoundedLine() {
        SmtpReply reply = SmtpReply.of(550, "a\r\nStatus: 2.0.0\u0000" + "x".repeat(10_000));

        assertThat(reply.toString()).startsWith("550 a Status: 2.0.0 xxx").hasSizeLessThan(600);
    }

    @Test
    void aBareCodeShouldBeItself() {
        assertThat(SmtpReply.of(250, List.of(""))).hasToString("250");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "503 5.7.0 encryption too weak 0 less than 112 | 5.7.0",
                "550 5.1.1 <x@y.example> user unknown          | 5.1.1",
                "550-5.1.1 first line                          | 5.1.1",
                "'550-5.1.1 one\r\n550 5.1.1 two'              | 5.1.1",
                "' 550 5.1.1 padded'                           | 5.1.1",
                "550 user unknown                              | 5.0.0",
                "550                                           | 5.0.0",
                "452 too many recipients                       | 4.0.0",
                "421 4.3.2 closing                             | 4.3.2",
                "550 2.0.0 a success cannot be                 | 5.0.0",
                "250 2.0.0 accepted, says the liar             | 2.0.0",
            })
    void aTextThatBeginsWithACodeShouldBeAReply(String text, String status) {
        assertThat(SmtpReply.parse(text).map(SmtpReply::status)).hasValue(status);
    }

    @ParameterizedTest
    @CsvSource({
        "5503 no code",
        "5.7.0 without a code",
        "693 no class",
        "199 no class",
        "580 no such second digit",
        "55",
        "Connection timed out: 450 seconds"
    })
    void anyOtherTextShouldBeNone(String text) {
        assertThat(SmtpReply.parse(text)).isEmpty();
    }
}
