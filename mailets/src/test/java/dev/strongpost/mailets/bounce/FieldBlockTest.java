// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.junit.jupiter.api.Test;

class FieldBlockTest {
    @Test
    void addShouldWriteOneLine() {
        assertThat(new FieldBlock().add("Status", "5.7.0").asString()).isEqualTo("Status: 5.7.0\r\n\r\n");
    }

    @Test
    void addShouldWriteNothingWhenAbsent() {
        assertThat(new FieldBlock().add("Remote-MTA", Optional.empty()).asString())
                .isEqualTo("\r\n");
    }

    @Test
    void addShouldFoldBetweenWords() {
        String block =
                new FieldBlock().add("Diagnostic-Code", "word ".repeat(100)).asString();

        assertThat(block.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(78));
        assertThat(block.lines().skip(1).filter(line -> !line.isEmpty()))
                .allSatisfy(line -> assertThat(line).startsWith(" word"));
        assertThat(block.replace("\r\n ", " ").strip())
                .isEqualTo("Diagnostic-Code: " + "word ".repeat(100).strip());
    }

    @Test
    void addShouldStayUnderLineLimitWhenOneWord() {
        String block =
                new FieldBlock().add("Diagnostic-Code", "x".repeat(5_000)).asString();

        // RFC 5322 section 2.1.1: 998 at most.
        assertThat(block.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(998));
    }

    @Test
    void addShouldNotLetValueEndTheField() {
        String block = new FieldBlock()
                .add("Diagnostic-Code", "smtp; 550 no\r\nAction: delivered\r\n\r\nFinal-Recipient: rfc822; z@z")
                .asString();

        assertThat(block.lines().filter(line -> !line.startsWith(" ")))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("Diagnostic-Code: smtp; 550 no Action: delivered");
    }
}
