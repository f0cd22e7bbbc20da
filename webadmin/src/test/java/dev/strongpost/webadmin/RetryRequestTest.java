// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Predicate;

import org.apache.james.core.MailAddress;
import org.apache.james.webadmin.utils.JsonExtractException;
import org.apache.james.webadmin.utils.JsonExtractor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.text.InvalidValueException;

class RetryRequestTest {
    private static RetryRequest parse(String body) throws JsonExtractException {
        return new JsonExtractor<>(RetryRequest.class).parse(body);
    }

    @ParameterizedTest
    @CsvSource({
        "partner.example, a@partner.example, true",
        "partner.example, a@sub.partner.example, true",
        "PARTNER.example., a@partner.example, true",
        "=partner.example, a@sub.partner.example, false",
        ".partner.example, a@partner.example, false",
        "partner.example, a@notpartner.example, false",
        "a@partner.example, a+tag@partner.example, true",
        "a@partner.example, b@partner.example, false",
        "*, b@other.example, true"
    })
    void recipientsShouldBeThoseThatARuleWouldCover(String pattern, String recipient, boolean covered)
            throws Exception {
        Predicate<MailAddress> recipients = RetryRequest.covers(
                parse("{\"recipients\": \"" + pattern + "\"}").pattern());

        assertThat(recipients.test(new MailAddress(recipient))).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*.partner.example", "@partner.example", "", "partner.example, other.example", "from:a@b.example"
            })
    void whatIsNoPatternShouldBeRefused(String text) throws Exception {
        RetryRequest request = parse("{\"recipients\": \"" + text + "\"}");

        assertThatThrownBy(request::pattern).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void missingRecipientsShouldBeRefused() throws Exception {
        RetryRequest request = parse("{}");

        assertThatThrownBy(request::pattern).isInstanceOf(InvalidValueException.class);
        assertThat(request.given()).isEqualTo("no recipients");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"recipients\": [1]}", "{\"recipients\": \"a.example\", \"more\": 1}", "x"})
    void whatIsNotThatObjectShouldBeRefused(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(JsonExtractException.class);
    }
}
