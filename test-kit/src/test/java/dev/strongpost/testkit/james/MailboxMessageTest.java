// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class MailboxMessageTest {
    private static final String REPORT =
            """
            From: postmaster@james.test
            To: <alice@sender.example>
            Subject: =?utf-8?Q?Unzustellbar:_Gr=C3=BC=C3=9Fe?=
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Could not deliver: zu schwach =E2=80=93 0.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; james.test

            Final-Recipient: rfc822; bob@partner.example
            Status: 5.7.0
            --b
            Content-Type: message/rfc822

            Subject: the original

            Hi.
            --b--
            """;

    @Test
    void reportShouldFallIntoItsParts() throws Exception {
        MailboxMessage message = parse(REPORT);

        assertThat(message.isDeliveryReport()).isTrue();
        assertThat(message.subject()).isEqualTo("Unzustellbar: Grüße");
        assertThat(message.header("from")).contains("postmaster@james.test");
        assertThat(message.text()).isEqualTo("Could not deliver: zu schwach – 0.");
        assertThat(message.deliveryStatus().recipient("bob@partner.example").get("Status"))
                .isEqualTo("5.7.0");
        assertThat(message.original())
                .hasValueSatisfying(original -> assertThat(original).startsWith("Subject: the original"));
    }

    @Test
    void returnedHeaderShouldBeTheOriginalToo() throws Exception {
        MailboxMessage message = parse(REPORT.replace("message/rfc822", "text/rfc822-headers"));

        assertThat(message.original())
                .hasValueSatisfying(original -> assertThat(original).startsWith("Subject: the original"));
    }

    @Test
    void plainMessageShouldBeNoReport() throws Exception {
        MailboxMessage message = parse("Subject: x\n\nbody\n");

        assertThat(message.isDeliveryReport()).isFalse();
        assertThat(message.text()).isEqualTo("body\r\n");
        assertThat(message.original()).isEmpty();
        assertThatThrownBy(message::deliveryStatus).isInstanceOf(AssertionError.class);
    }

    @Test
    void reportOfAnotherTypeShouldBeNoDeliveryReport() throws Exception {
        MailboxMessage message = parse(REPORT.replace("message/delivery-status", "message/disposition-notification"));

        assertThat(message.isDeliveryReport()).isFalse();
    }

    private static MailboxMessage parse(String text) throws Exception {
        return MailboxMessage.parse(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
