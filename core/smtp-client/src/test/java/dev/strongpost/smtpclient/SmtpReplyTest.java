package dev.strongpost.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.netty.handler.codec.smtp.DefaultSmtpResponse;

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
        assertThat(SmtpReply.from(new DefaultSmtpResponse(550, "5.1.1 no", "such user")))
                .hasToString("550 5.1.1 no such user");
    }

    @Test
    void hostileTextShouldBeOneBoundedLine() {
        SmtpReply reply = SmtpReply.of(550, "a\r\nStatus: 2.0.0\u0000" + "x".repeat(10_000));

        assertThat(reply.toString()).startsWith("550 a  Status: 2.0.0 xxx").hasSizeLessThan(600);
    }

    @Test
    void aBareCodeShouldBeItself() {
        assertThat(SmtpReply.from(new DefaultSmtpResponse(250, new CharSequence[] {null})))
                .hasToString("250");
    }
}
