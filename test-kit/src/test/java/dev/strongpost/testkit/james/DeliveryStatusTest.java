// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DeliveryStatusTest {
    private static final DeliveryStatus STATUS = DeliveryStatus.parse(
            """
            Reporting-MTA: dns; james.test
            Arrival-Date: Wed, 4 Mar 2026 04:00:00 +0000

            Final-Recipient: rfc822; bob@partner.example
            Action: failed
            Status: 5.7.0
            Diagnostic-Code: smtp; 503 5.7.0 encryption
             too weak 0 less than 112


            Final-Recipient: rfc822; carol@partner.example
            Action: delayed
            """);

    @Test
    void fieldShouldBeThatOfTheMessage() {
        assertThat(STATUS.field("reporting-mta")).contains("dns; james.test");
        assertThat(STATUS.field("Action")).isEmpty();
    }

    @Test
    void recipientsShouldBeInOrderWhateverLiesBetweenTheGroups() {
        assertThat(STATUS.recipients())
                .extracting(fields -> fields.get("Action"))
                .containsExactly("failed", "delayed");
    }

    @Test
    void foldedFieldShouldBeOneLine() {
        assertThat(STATUS.recipient("bob@partner.example").get("Diagnostic-Code"))
                .isEqualTo("smtp; 503 5.7.0 encryption too weak 0 less than 112");
    }

    @Test
    void absentFieldShouldBeEmpty() {
        assertThat(STATUS.recipient("carol@partner.example").get("Status")).isEmpty();
    }

    @Test
    void recipientShouldFailForAnotherAddress() {
        assertThatThrownBy(() -> STATUS.recipient("dave@partner.example"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("bob@partner.example");
    }
}
